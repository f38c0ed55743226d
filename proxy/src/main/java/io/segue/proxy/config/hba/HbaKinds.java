package io.segue.proxy.config.hba;

import static io.segue.proxy.config.schema.Kinds.text;
import static io.segue.proxy.config.schema.Kinds.texts;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import io.segue.proxy.config.schema.Kind;
import io.segue.proxy.config.schema.UnfitValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/** The kinds of value that rules have. */
public final class HbaKinds {

    private HbaKinds() {}

    public static Kind<List<NamePattern>> databases() {
        return names(NamePattern::ofDatabase);
    }

    public static Kind<List<NamePattern>> users() {
        return names(NamePattern::ofUser);
    }

    /** The name on a certificate, or a regular expression behind a slash. */
    public static Kind<NamePattern> systemName() {
        return value -> {
            String name = text().read(value);
            return name.startsWith("/") ? pattern(name, NamePattern::ofDatabase) : new NamePattern.Exactly(name);
        };
    }

    /** One name, several behind commas, or a list. An expression may have commas of its own. */
    private static Kind<List<NamePattern>> names(Function<String, NamePattern> parse) {
        return value -> {
            List<NamePattern> patterns = new ArrayList<>();
            for (String name : each(value)) {
                patterns.add(pattern(name, parse));
            }
            return List.copyOf(patterns);
        };
    }

    private static List<String> each(ConfigValue value) throws UnfitValueException {
        if (value instanceof ConfigList) {
            return texts().read(value);
        }
        String whole = text().read(value);
        return whole.startsWith("/") ? List.of(whole) : List.of(whole.strip().split("\\s*,\\s*"));
    }

    private static NamePattern pattern(String name, Function<String, NamePattern> parse) throws UnfitValueException {
        try {
            if (name.isEmpty()) {
                throw new UnfitValueException("there is an empty name between commas", "Remove the comma");
            }
            return parse.apply(name);
        } catch (PatternSyntaxException e) {
            throw new UnfitValueException(
                    "'" + name + "' is not a regular expression: " + e.getDescription(), "Correct it near position " + e.getIndex());
        }
    }

    public static Kind<AddressPattern> address() {
        return value -> {
            String address = text().read(value);
            return switch (address) {
                case "all" -> new AddressPattern.All();
                case "samehost" -> new AddressPattern.SameHost();
                case "samenet" -> new AddressPattern.SameNet();
                default -> network(address);
            };
        };
    }

    private static AddressPattern network(String address) throws UnfitValueException {
        try {
            return AddressPattern.Network.parse(address);
        } catch (IllegalArgumentException e) {
            throw new UnfitValueException(
                    "'" + address + "' is neither an address nor a network", "Write all, samehost, samenet, or something like 10.0.0.0/8 or ::1/128");
        }
    }
}
