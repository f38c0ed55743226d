package io.segue.cli.bench;

import io.segue.cli.stage.Server;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the event loops of a Segue have allocated on their heap, as its page says. A figure that no noise of the machine touches.
 *
 * @param metrics the page
 */
record LoopAllocation(URI metrics) {

    private static final Pattern BYTES = Pattern.compile("(?m)^segue_loops_allocated_bytes_total ([-+.\\dE]+)$");
    private static final int LIMIT_MILLIS = 10_000;

    static LoopAllocation at(int httpPort) {
        return new LoopAllocation(URI.create("http://" + Server.HOST + ":" + httpPort + "/metrics"));
    }

    /** Since its start. */
    double bytes() throws StageException {
        try {
            URLConnection connection = metrics.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try (InputStream page = connection.getInputStream()) {
                return read(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new StageException("cannot read " + metrics, e);
        }
    }

    static double read(String page) throws StageException {
        Matcher matcher = BYTES.matcher(page);
        if (!matcher.find()) {
            throw new StageException("the proxy's page says nothing of segue_loops_allocated_bytes_total");
        }
        return Double.parseDouble(matcher.group(1));
    }
}
