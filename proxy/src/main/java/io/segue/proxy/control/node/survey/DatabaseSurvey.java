package io.segue.proxy.control.node.survey;

import java.util.List;

/**
 * One database, seen from inside.
 *
 * @param unlogged relations that are empty after a promotion
 * @param extensions names of the installed ones
 * @param unavailable installed extensions of which this machine has no control file, with their versions
 * @param libraries what its functions in C are loaded from
 * @param collations collations in use whose recorded version is not this machine's, with both
 * @param failure why it could not be looked into; empty when it could
 */
public record DatabaseSurvey(
        String name,
        List<String> unlogged,
        List<String> extensions,
        List<String> unavailable,
        List<String> libraries,
        List<String> collations,
        String failure) {

    public DatabaseSurvey {
        unlogged = List.copyOf(unlogged);
        extensions = List.copyOf(extensions);
        unavailable = List.copyOf(unavailable);
        libraries = List.copyOf(libraries);
        collations = List.copyOf(collations);
    }

    /** One that does not let us in. */
    public static DatabaseSurvey closed(String name, String failure) {
        return new DatabaseSurvey(name, List.of(), List.of(), List.of(), List.of(), List.of(), failure);
    }
}
