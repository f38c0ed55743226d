package io.segue.proxy.control.node;

import io.segue.proxy.config.Limits;
import java.time.Duration;

/**
 * The limits of one node's calls.
 *
 * @param connect TCP connect
 * @param call one question through SQL or shell
 * @param instant one question of those that are asked in the window, each a single round trip; never longer than {@code call}
 * @param start a start of the server, and a CHECKPOINT, which is the long part of one
 */
record NodeLimits(Duration connect, Duration call, Duration instant, Duration start) {

    static NodeLimits of(Limits limits) {
        Duration call = limits.calls().question();
        Duration window = limits.window().switchover();
        return new NodeLimits(
                limits.calls().connect(), call, call.compareTo(window) < 0 ? call : window, limits.calls().start());
    }
}
