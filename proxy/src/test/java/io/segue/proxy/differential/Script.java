package io.segue.proxy.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a client does, from its StartupMessage on.
 *
 * @param startup parameters beside user and database
 */
record Script(String name, Map<String, String> startup, List<Step> steps) {

    Script {
        startup = new LinkedHashMap<>(startup);
        steps = List.copyOf(steps);
    }

    /** One thing that a client does. */
    sealed interface Step {

        /** It sends bytes: a message most often, and sometimes nothing that deserves the name. */
        record Say(String label, byte[] bytes) implements Step {

            @Override
            public String toString() {
                return label;
            }
        }

        /** It listens until the server has answered whatever it will. */
        record Listen() implements Step {

            @Override
            public String toString() {
                return "...";
            }
        }
    }

    static Script of(String name, Object... parts) {
        return of(name, Map.of(), parts);
    }

    /** @param parts steps, and lists of steps */
    static Script of(String name, Map<String, String> startup, Object... parts) {
        List<Step> steps = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof List<?> list) {
                list.forEach(each -> steps.add((Step) each));
            } else {
                steps.add((Step) part);
            }
        }
        return new Script(name, startup, steps);
    }

    /** Without the steps {@code from} to {@code to}, the last one exclusive. */
    Script without(int from, int to) {
        List<Step> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(to, steps.size()));
        return new Script(name, startup, rest);
    }

    @Override
    public String toString() {
        return name + (startup.isEmpty() ? "" : " " + startup) + ":\n  "
                + steps.stream().map(Step::toString).collect(Collectors.joining("\n  "));
    }
}
