package io.segue.proxy.config.schema;

/**
 * One thing that is wrong with the configuration.
 *
 * @param problem what is wrong and why, without a full stop
 * @param remedy what to do, without a full stop, or a question
 */
public record Finding(Place place, String problem, String remedy) {

    @Override
    public String toString() {
        return place + ": " + problem + ". " + remedy + (remedy.endsWith("?") ? "" : ".");
    }
}
