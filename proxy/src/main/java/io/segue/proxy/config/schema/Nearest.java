package io.segue.proxy.config.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a mistyped one was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** The known word that {@code word} most likely stands for; empty when none is near. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> near(word, candidate))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate)).thenComparing(candidate -> candidate));
    }

    /** A third of the letters may be wrong, or the word may have been cut short. */
    private static boolean near(String word, String candidate) {
        return distance(word, candidate) <= Math.max(1, Math.min(word.length(), candidate.length()) / 3)
                || word.length() >= 4 && plain(candidate).startsWith(plain(word));
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String left, String right) {
        String a = plain(left);
        String b = plain(right);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    /** Letter case and the kind of dash are no mistakes that count. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
