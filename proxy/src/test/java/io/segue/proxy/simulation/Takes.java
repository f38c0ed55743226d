package io.segue.proxy.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a statement takes, in a comment of its text. */
final class Takes {

    private static final Pattern COMMENT = Pattern.compile(" /\\* takes (\\d+) \\*/");

    private Takes() {}

    static String with(String sql, int steps) {
        return steps == 0 ? sql : sql + " /* takes " + steps + " */";
    }

    static String without(String sql) {
        return COMMENT.matcher(sql).replaceAll("");
    }

    static int steps(String sql) {
        Matcher comment = COMMENT.matcher(sql);
        return comment.find() ? Integer.parseInt(comment.group(1)) : 0;
    }
}
