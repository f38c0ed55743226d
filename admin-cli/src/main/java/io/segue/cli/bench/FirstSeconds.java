package io.segue.cli.bench;

import io.segue.cli.stage.ProcessMeter;
import io.segue.cli.stage.ProcessMeter.Cpu;
import io.segue.cli.stage.ProxyProcess;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Segue that has just been started: how soon a client is in, and what its virtual machine, which compiles as it goes, reaches second by second. Main thread. */
final class FirstSeconds {

    static final String START = "start";
    static final String FRESH = "fresh";
    static final int CLIENTS = 8;

    private static final int SECONDS = 10;
    private static final int LIMIT_SECONDS = 60;
    private static final int LOOK_MILLIS = 20;
    private static final long POLL_MILLIS = 2;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MEGA = 1e6;

    private final Stage stage;
    private final Generator generator;
    private final int rounds;

    FirstSeconds(Stage stage, int rounds) {
        this.stage = stage;
        this.generator = new Generator(stage);
        this.rounds = rounds;
    }

    /** A transaction of this workload is a start, up to the first login; p50 is what it takes. */
    List<Standing> start() throws StageException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        ProxyProcess proxy = written("start");
        for (int round = 0; round < rounds; round++) {
            samples.add(start(proxy));
            proxy.close();
        }
        return List.of(new Standing(START, 1, "segue", samples));
    }

    private Sample start(ProxyProcess proxy) throws StageException, InterruptedException {
        long begun = System.nanoTime();
        proxy.launch();
        awaitListening(proxy);
        try (Connection connection = proxy.clients().open("bench")) {
            double micros = (System.nanoTime() - begun) / NANOS_PER_MICRO;
            connection.isValid(LIMIT_SECONDS);
            ProcessMeter meter = new ProcessMeter(proxy.pid());
            Cpu used = meter.cpu();
            return Sample.transactions(
                    MEGA / micros, micros, micros, used.micros(), Double.NaN, used.userShare(), meter.residentBytes() / MEGA);
        } catch (SQLException e) {
            throw new StageException("a proxy that has just been started let nobody in", e);
        }
    }

    private static void awaitListening(ProxyProcess proxy) throws StageException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(Server.HOST, proxy.port()));
                return;
            } catch (IOException e) {
                if (!proxy.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new StageException("the proxy does not listen", e);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** A standing for each second since the first client: medians over the rounds, each with a new process. */
    List<Standing> fresh(List<String> arguments) throws StageException, InterruptedException {
        Map<Integer, List<Sample>> seconds = new LinkedHashMap<>();
        ProxyProcess proxy = written("fresh");
        for (int round = 0; round < rounds; round++) {
            proxy.launch();
            awaitListening(proxy);
            List<Sample> samples = fresh(proxy, arguments);
            proxy.close();
            for (int second = 0; second < samples.size(); second++) {
                seconds.computeIfAbsent(second + 1, _ -> new ArrayList<>()).add(samples.get(second));
            }
        }
        return seconds.entrySet().stream()
                .map(each -> new Standing(FRESH, CLIENTS, "segue, second " + each.getKey(), each.getValue()))
                .toList();
    }

    private List<Sample> fresh(ProxyProcess proxy, List<String> arguments) throws StageException, InterruptedException {
        Endpoint endpoint = Endpoint.of("segue", proxy);
        Ticks ticks = new Ticks(new ProcessMeter(proxy.pid()));
        List<String> command = new ArrayList<>(List.of(stage.programs().postgres("pgbench"), "--no-vacuum", "--progress=1"));
        command.addAll(arguments);
        command.addAll(List.of("--client=" + CLIENTS, "--jobs=2", "--time=" + SECONDS));
        generator.run(command, endpoint, SECONDS + LIMIT_SECONDS, Optional.empty(), LOOK_MILLIS, ticks);
        return ticks.samples;
    }

    /** One that has been started once and stopped, so that its configuration is written. */
    private ProxyProcess written(String name) throws StageException, InterruptedException {
        ProxyProcess proxy = stage.proxy().beside(name, ProxySettings.PLAIN);
        stage.curtain().add(proxy::close);
        proxy.start();
        proxy.close();
        return proxy;
    }

    /** Takes the proxy's CPU whenever pgbench has said how far it is. */
    private static final class Ticks implements Generator.Watch {

        private final ProcessMeter meter;
        private final List<Sample> samples = new ArrayList<>();
        private Cpu last;
        private double until;

        Ticks(ProcessMeter meter) {
            this.meter = meter;
            this.last = meter.cpu();
        }

        @Override
        public void look(Path output) throws StageException {
            try {
                Progress.read(Files.readString(output, StandardCharsets.UTF_8)).stream().skip(samples.size()).forEach(this::tick);
            } catch (IOException e) {
                throw new StageException("cannot read what pgbench says", e);
            }
        }

        private void tick(Progress progress) {
            Cpu now = meter.cpu();
            Cpu used = now.since(last);
            double transactions = progress.tps() * (progress.seconds() - until);
            samples.add(Sample.transactions(
                    progress.tps(), Double.NaN, Double.NaN, used.micros() / transactions, Double.NaN, used.userShare(), meter.residentBytes() / MEGA));
            last = now;
            until = progress.seconds();
        }
    }
}
