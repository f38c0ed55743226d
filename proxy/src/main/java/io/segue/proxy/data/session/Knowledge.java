package io.segue.proxy.data.session;

/**
 * What a pooled link knows of the sessions it was lent to.
 *
 * @param told what it was told, or has heard
 */
public record Knowledge(Replay told) {

    /** Of a link that was just opened, or reset. */
    public static Knowledge nothing() {
        return new Knowledge(Replay.NOTHING);
    }
}
