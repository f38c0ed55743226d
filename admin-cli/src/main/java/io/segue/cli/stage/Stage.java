package io.segue.cli.stage;

import java.io.IOException;
import java.util.List;

/** Everything the show is played with; nothing of it runs yet when it is set. */
public record Stage(
        Narrator narrator,
        Curtain curtain,
        Workplace workplace,
        Programs programs,
        Servers servers,
        ProxyProcess proxy,
        CommandLine commandLine) {

    private static final int TAIL_LINES = 15;

    static Stage set(String name, StageOptions options, ProxySettings settings, Narrator narrator, Curtain curtain) throws StageException {
        Workplace workplace = Workplace.create(name, options.serverUser());
        if (!options.keep()) {
            curtain.add(workplace::delete);
        }
        List<String> serverPrefix =
                options.serverUser().map(user -> List.of("runuser", "-u", user, "--")).orElse(List.of());
        Programs programs = new Programs(workplace.directory(), options.postgres(), serverPrefix);
        Servers servers = Servers.plan(workplace, programs, settings.serverConnections());
        curtain.add(servers::kill);
        try {
            ProxyProcess proxy = new ProxyProcess(
                    workplace, programs, servers, settings, options.launcher(), Servers.freePort(), Servers.freePort());
            curtain.add(proxy::close);
            CommandLine commandLine = new CommandLine(options.launcher(), programs, narrator, proxy.port(), servers.operator());
            curtain.add(commandLine::close);
            return new Stage(narrator, curtain, workplace, programs, servers, proxy, commandLine);
        } catch (IOException e) {
            throw new StageException("no free port", e);
        }
    }

    /** The last lines of every log, for a show that has failed. */
    public void showLogs() {
        narrator.blank();
        servers.all().forEach(server -> showLog(server.name(), Workplace.tail(server.log(), TAIL_LINES)));
        showLog("proxy", Workplace.tail(proxy.log(), TAIL_LINES));
    }

    private void showLog(String name, List<String> lines) {
        if (!lines.isEmpty()) {
            narrator.line("the end of " + name + "'s log:");
            lines.forEach(narrator::output);
        }
    }
}
