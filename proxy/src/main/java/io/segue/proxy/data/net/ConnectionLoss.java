package io.segue.proxy.data.net;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;

/** Tells a peer that is gone, or that speaks TLS wrongly, from a bug of our own. */
public final class ConnectionLoss {

    private ConnectionLoss() {}

    /** Whether {@code fault}, as a pipeline reports it, is one of the network or of TLS. */
    public static boolean is(Throwable fault) {
        return fault instanceof IOException || fault instanceof DecoderException && fault.getCause() instanceof IOException;
    }
}
