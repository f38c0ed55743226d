package io.segue.proxy.differential;

import static io.segue.proxy.differential.Says.bind;
import static io.segue.proxy.differential.Says.closePortal;
import static io.segue.proxy.differential.Says.closeStatement;
import static io.segue.proxy.differential.Says.copyData;
import static io.segue.proxy.differential.Says.copyDone;
import static io.segue.proxy.differential.Says.copyFail;
import static io.segue.proxy.differential.Says.describePortal;
import static io.segue.proxy.differential.Says.describeStatement;
import static io.segue.proxy.differential.Says.execute;
import static io.segue.proxy.differential.Says.flush;
import static io.segue.proxy.differential.Says.functionCall;
import static io.segue.proxy.differential.Says.listen;
import static io.segue.proxy.differential.Says.parse;
import static io.segue.proxy.differential.Says.query;
import static io.segue.proxy.differential.Says.raw;
import static io.segue.proxy.differential.Says.sync;

import io.segue.proxy.differential.Script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes a script of a seed: phrases as clients say them, words out of order, and now and then something broken. */
final class Generator {

    private static final int MAX_PHRASES = 14;
    private static final List<String> NAMES = List.of("", "", "s1", "s2", "a_name_of_more_than_sixty_three_bytes_that_the_server_has_to_cut_off_some");
    private static final List<String> PORTALS = List.of("", "", "", "p1", "p2");
    private static final List<Map<String, String>> STARTUPS = List.of(
            Map.of(), Map.of(), Map.of(), Map.of("application_name", "the generator", "client_encoding", "LATIN1"),
            Map.of("options", "-c datestyle=german -c app.tenant=a\\ b"), Map.of("extra_float_digits", "3", "TimeZone", "Asia/Tokyo"));

    private final Random random;
    private final Sentences sentences;
    private final List<Step> steps = new ArrayList<>();

    private Generator(Random random, Sentences sentences) {
        this.random = random;
        this.sentences = sentences;
    }

    static Script script(long seed, boolean movable) {
        return script(seed, movable, false);
    }

    /**
     * @param movable whether the session stays one that can be taken to another server
     * @param pooled see {@link Sentences}
     */
    static Script script(long seed, boolean movable, boolean pooled) {
        Random random = new Random(seed);
        Generator generator = new Generator(random, new Sentences(random, movable, pooled));
        Map<String, String> startup = STARTUPS.get(random.nextInt(STARTUPS.size()));
        for (int phrases = 1 + random.nextInt(MAX_PHRASES); phrases > 0; phrases--) {
            generator.phrase();
        }
        return new Script("generated with seed " + seed, startup, generator.steps);
    }

    private void phrase() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> steps.add(query(sentences.query()));
            case 4, 5, 6, 7 -> statement();
            case 8, 9, 10 -> pipeline();
            case 11, 12 -> copy();
            case 13 -> transaction();
            case 14 -> steps.add(call());
            case 15 -> prepared();
            case 16, 17, 18 -> words();
            default -> {
                if (random.nextInt(4) == 0) {
                    broken();
                } else {
                    malformed();
                }
            }
        }
        if (random.nextInt(3) > 0) {
            steps.add(listen());
        }
    }

    private void statement() {
        cycle();
        steps.add(sync());
    }

    /** Parse, Bind, Describe, Execute, as drivers send them. */
    private void cycle() {
        String name = one(NAMES);
        String portal = one(PORTALS);
        steps.add(parse(name, sentences.parameterized()));
        steps.add(bind(portal, name, random.nextInt(5) == 0 ? 1 : 0, values()));
        if (random.nextBoolean()) {
            steps.add(describePortal(portal));
        }
        steps.add(execute(portal, rows()));
        if (random.nextInt(4) == 0) {
            steps.add(closePortal(portal));
        }
    }

    private void pipeline() {
        for (int left = 2 + random.nextInt(6); left > 0; left--) {
            cycle();
            switch (random.nextInt(5)) {
                case 0, 1 -> steps.add(sync());
                case 2 -> steps.add(flush());
                case 3 -> {
                    steps.add(flush());
                    steps.add(listen());
                }
                default -> { }
            }
        }
        steps.add(sync());
    }

    private void transaction() {
        steps.add(query("BEGIN"));
        for (int left = random.nextInt(4); left > 0; left--) {
            phrase();
        }
        steps.add(query(random.nextBoolean() ? "COMMIT" : "ROLLBACK"));
    }

    private void copy() {
        boolean extended = random.nextBoolean();
        String sql = sentences.copyIn();
        if (extended) {
            steps.add(parse("", sql));
            steps.add(bind("", ""));
            steps.add(execute("", 0));
            if (random.nextBoolean()) {
                steps.add(sync());
            }
        } else {
            steps.add(query(sql));
        }
        if (random.nextBoolean()) {
            steps.add(listen());
        }
        for (int left = random.nextInt(5); left > 0; left--) {
            steps.add(copyData(sentences.copyLines()));
            switch (random.nextInt(12)) {
                case 0 -> steps.add(sync());
                case 1 -> steps.add(flush());
                case 2 -> steps.add(listen());
                case 3 -> steps.add(query("SELECT 'in the middle of COPY'"));
                default -> { }
            }
        }
        switch (random.nextInt(5)) {
            case 0 -> steps.add(copyFail("for no reason"));
            case 1 -> { }
            default -> steps.add(copyDone());
        }
        if (extended || random.nextInt(4) == 0) {
            steps.add(sync());
        }
    }

    /** A named statement that is used again and again, in units of their own. */
    private void prepared() {
        String name = one(NAMES);
        steps.add(parse(name, sentences.parameterized()));
        if (random.nextBoolean()) {
            steps.add(describeStatement(name));
        }
        steps.add(sync());
        for (int left = random.nextInt(4); left > 0; left--) {
            if (random.nextBoolean()) {
                steps.add(listen());
            }
            steps.add(bind("", name, values()));
            steps.add(execute("", rows()));
            steps.add(sync());
        }
        if (random.nextBoolean()) {
            steps.add(closeStatement(name));
            steps.add(sync());
        }
    }

    private Step call() {
        return switch (random.nextInt(4)) {
            case 0 -> functionCall(1397, "-7");
            case 1 -> functionCall(1397, "seven");
            case 2 -> functionCall(1257, "how long is this?");
            default -> functionCall(4_000_000);
        };
    }

    private void words() {
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            steps.add(word());
            if (random.nextInt(6) == 0) {
                steps.add(listen());
            }
        }
    }

    private Step word() {
        return switch (random.nextInt(16)) {
            case 0 -> query(sentences.query());
            case 1, 2 -> parse(one(NAMES), sentences.parameterized());
            case 3, 4 -> bind(one(PORTALS), one(NAMES), values());
            case 5 -> describeStatement(one(NAMES));
            case 6 -> describePortal(one(PORTALS));
            case 7, 8 -> execute(one(PORTALS), rows());
            case 9 -> closeStatement(one(NAMES));
            case 10 -> closePortal(one(PORTALS));
            case 11 -> flush();
            case 12 -> copyData(sentences.copyLines());
            case 13 -> random.nextBoolean() ? copyDone() : copyFail("out of place");
            case 14 -> call();
            default -> sync();
        };
    }

    /** Whole messages whose bodies make no sense: an error, and the session goes on. */
    private void malformed() {
        byte[] noise = new byte[random.nextInt(30)];
        random.nextBytes(noise);
        steps.add(switch (random.nextInt(6)) {
            case 0 -> raw("PBDECQFSH".charAt(random.nextInt(9)), noise);
            case 1 -> raw('C', (byte) 'X', (byte) 0);
            case 2 -> raw('P', (byte) 's', (byte) 0, (byte) 'S');
            case 3 -> raw('E', (byte) 0);
            case 4 -> raw('B', (byte) 0, (byte) 0, (byte) 0, (byte) 1);
            default -> raw('Q', (byte) 'S', (byte) 'E');
        });
    }

    /** What ends the connection. */
    private void broken() {
        steps.add(switch (random.nextInt(4)) {
            case 0 -> Says.header("PBDECQFSHX".charAt(random.nextInt(10)), one(List.of(-1, 0, 3, Integer.MIN_VALUE, Integer.MAX_VALUE)));
            case 1 -> Says.header("SHXEDCcf".charAt(random.nextInt(8)), 10_001);
            case 2 -> raw((char) random.nextInt(256), (byte) 0);
            default -> Says.terminate();
        });
    }

    private String[] values() {
        int count = random.nextInt(5) == 0 ? random.nextInt(3) : 1;
        return IntStream.range(0, count)
                .mapToObj(i -> one(List.of("1", "7", "3", "21", "seven", "", "0")))
                .collect(Collectors.toList())
                .toArray(String[]::new);
    }

    private int rows() {
        return one(List.of(0, 0, 0, 1, 2, 5));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
