package io.segue.cli.stage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy's page of figures, in the text format of Prometheus.
 *
 * @param address of the page
 */
public record MetricsPage(URI address) {

    private static final int LIMIT_MILLIS = 10_000;

    static MetricsPage at(int httpPort) {
        return new MetricsPage(URI.create("http://" + Server.HOST + ":" + httpPort + "/metrics"));
    }

    /**
     * A figure as it is now, over all its labels.
     *
     * @throws StageException when the page cannot be read, or has no such figure
     */
    public double sum(String name) throws StageException {
        try {
            URLConnection connection = address.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try (InputStream page = connection.getInputStream()) {
                return sum(name, new String(page.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new StageException("cannot read " + address, e);
        }
    }

    static double sum(String name, String page) throws StageException {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:\\{[^}]*})? ([-+.\\dE]+)$").matcher(page);
        if (!line.find()) {
            throw new StageException("the proxy's page says nothing of " + name);
        }
        double sum = 0;
        do {
            sum += Double.parseDouble(line.group(1));
        } while (line.find());
        return sum;
    }
}
