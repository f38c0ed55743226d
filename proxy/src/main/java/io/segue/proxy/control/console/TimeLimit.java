package io.segue.proxy.control.console;

import io.segue.proxy.data.console.ConsoleException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something may last that an admin begins. It always ends by itself, so there is no word for "never".
 *
 * @param what the text is, for messages
 */
record TimeLimit(String what, Duration shortest, Duration longest, String hint) {

    /** Beyond an hour nobody waits: clients give up much sooner. */
    static final TimeLimit OF_PAUSE = new TimeLimit(
            "timeout", Duration.ofMillis(1), Duration.ofHours(1), "Write a number and a unit: '500ms', '2s', '5min'. A pause always ends by itself.");
    /** What nobody has looked at for a day nobody is waiting for. */
    static final TimeLimit OF_TRANSCRIPT = new TimeLimit(
            "duration", Duration.ofSeconds(1), Duration.ofHours(24), "Write a number and a unit: '30s', '5min', '1h'. A transcript always ends by itself.");

    private static final String INVALID_PARAMETER_VALUE = "22023";
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|m|h)");

    /** @throws ConsoleException 22023 when it is no duration between the shortest and the longest */
    Duration parse(String text) throws ConsoleException {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw invalid(text, "is not a duration");
        }
        Duration limit = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
        if (limit.compareTo(shortest) < 0 || limit.compareTo(longest) > 0) {
            throw invalid(text, "is not between " + written(shortest) + " and " + written(longest));
        }
        return limit;
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private static String written(Duration limit) {
        if (limit.toHours() > 0) {
            return limit.toHours() + "h";
        }
        return limit.toSeconds() > 0 ? limit.toSeconds() + "s" : limit.toMillis() + "ms";
    }

    private ConsoleException invalid(String text, String why) {
        return new ConsoleException(INVALID_PARAMETER_VALUE, "the " + what + " \"" + text + "\" " + why, "", hint);
    }
}
