package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.migration.step.Following;
import io.segue.proxy.control.migration.step.StepContext;
import io.segue.proxy.control.migration.step.StopForecast;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.DatabaseSurvey;
import io.segue.proxy.control.node.survey.Follow;
import io.segue.proxy.control.node.survey.Knock;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.control.node.survey.LoginRight;
import io.segue.proxy.watch.SessionLuggage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Both nodes as they answer at one time. Everything is asked at most once, whatever number of rules needs it. One thread judges; the
 * questions have theirs.
 */
final class Scene implements AutoCloseable {

    /** A role that knocks more often learns nothing new; as many are tried, the others are counted. */
    static final int MOST_KNOCKS = 64;

    /** A question for each session that was not asked yet. */
    private static final Duration INQUIRY = Duration.ofSeconds(2);

    private final StepContext context;
    private final Side source;
    private final Side target;
    private final List<Login> logins;
    private final Asked<List<ForeignSession>> strangers;
    private final Asked<Following> following;
    private final Asked<List<DatabaseSurvey>> databases;
    private final Asked<List<String>> missingLibraries;
    private final Asked<List<LoginRight>> loginRights;
    private final Asked<List<Knock>> knocks;
    private final Asked<Follow> wayBack;
    private final Asked<PredictedPause> prediction;
    private final Asked<Boolean> inquiry;

    Scene(StepContext context) {
        this.context = context;
        // One question in front of it, and its own.
        Duration inTurn = context.limits().calls().question().multipliedBy(2);
        this.source = new Side(context.source(), inTurn);
        this.target = new Side(context.target(), inTurn);
        this.logins = List.copyOf(context.site().ownBackends().logins(context.site().shard()));
        this.strangers = new Asked<>(() -> Strangers.on(context));
        this.following = new Asked<>(
                () -> Following.of(context.source(), context.target(), context.plan().slot()));
        this.databases = new Asked<>(() -> context.target().surveyor().databases());
        this.missingLibraries = new Asked<>(this::askForLibraries);
        this.loginRights = new Asked<>(() -> context.target().surveyor().loginRights(logins));
        this.knocks = new Asked<>(this::knock);
        this.wayBack = new Asked<>(() -> context.source().surveyor().follow(context.target()));
        this.inquiry = new Asked<>(() -> context.clock().await(context.traffic().inquire(), INQUIRY));
        this.prediction = new Asked<>(() -> new Forecast(context).predict(longestKnock(), stopForecast().duration()));
    }

    /** Asks everything at once. */
    void begin() {
        all().forEach(Asked::begin);
    }

    /** Asks what the rules of the window need. */
    void beginWindow() {
        source.atOnce().forEach(Asked::begin);
        target.atOnce().forEach(Asked::begin);
        List.of(strangers, following).forEach(Asked::begin);
    }

    private List<Asked<?>> all() {
        return Stream.of(
                        source.all().stream(),
                        target.all().stream(),
                        Stream.of(strangers, following, databases, missingLibraries, loginRights, knocks, wayBack, prediction, inquiry))
                .<Asked<?>>flatMap(each -> each)
                .toList();
    }

    private List<String> askForLibraries() throws NodeException, InterruptedException {
        Collection<String> libraries = new TreeSet<>();
        databases().forEach(database -> libraries.addAll(database.libraries()));
        return libraries.isEmpty() ? List.of() : context.target().surveyor().missingLibraries(libraries);
    }

    private List<Knock> knock() throws NodeException {
        List<Knock> all = new ArrayList<>();
        for (Login login : logins.stream().limit(MOST_KNOCKS).toList()) {
            all.add(context.target().surveyor().knock(login));
        }
        return all;
    }

    private Duration longestKnock() throws InterruptedException {
        return knocks().stream().map(Knock::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** As it will be when the hold begins: sessions that are idle have left their processes then, unless they keep them. */
    StopForecast stopForecast() throws InterruptedException {
        Activity activity = source.activity();
        StopForecast now = new StopForecast(activity.connections(), source.machine().mappedBytes(), source.machine().processors());
        return context.limits().warm().renewal().isPresent() ? now.with(activity.working()) : now;
    }

    StepContext context() {
        return context;
    }

    Side source() {
        return source;
    }

    Side target() {
        return target;
    }

    /** The roles and databases of the shard's clients, each once. */
    List<Login> logins() {
        return logins;
    }

    /** Who is connected to the source without going through this proxy; walsenders too. */
    List<ForeignSession> strangers() throws InterruptedException {
        return strangers.get();
    }

    Following following() throws InterruptedException {
        return following.get();
    }

    /** The databases as the target has them. */
    List<DatabaseSurvey> databases() throws InterruptedException {
        return databases.get();
    }

    List<String> missingLibraries() throws InterruptedException {
        return missingLibraries.get();
    }

    List<LoginRight> loginRights() throws InterruptedException {
        return loginRights.get();
    }

    List<Knock> knocks() throws InterruptedException {
        return knocks.get();
    }

    /** Sessions of which that becomes at a move, a line each; those at work are known when they are idle. */
    List<String> sessions(SessionLuggage.AtMove atMove) throws InterruptedException {
        inquiry.get();
        return context.site().ownBackends().sessions(context.site().shard(), atMove);
    }

    Follow wayBack() throws InterruptedException {
        return wayBack.get();
    }

    PredictedPause prediction() throws InterruptedException {
        return prediction.get();
    }

    /** Empty when nobody has asked for it, or the nodes did not answer. */
    Optional<PredictedPause> knownPrediction() {
        return prediction.known();
    }

    /** What is still being asked is not waited for. */
    @Override
    public void close() {
        all().forEach(Asked::drop);
    }
}
