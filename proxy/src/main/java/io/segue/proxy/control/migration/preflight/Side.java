package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.MachineSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One of the two nodes, as it answers. */
final class Side {

    private final DatabaseNode node;
    private final Asked<NodeStatus> status;
    private final Asked<ServerSurvey> server;
    private final Asked<List<String>> missingRights;
    private final Asked<Activity> activity;
    private final Asked<MachineSurvey> machine;
    private final Asked<ControlData> controlData;

    /** @param limit for what waits for its turn behind the survey of the machine, which may have thousands of processes */
    Side(DatabaseNode node, Duration limit) {
        this.node = node;
        this.status = new Asked<>(node::status);
        this.server = new Asked<>(() -> node.surveyor().server());
        this.missingRights = new Asked<>(() -> node.surveyor().missingRights());
        this.activity = new Asked<>(() -> node.surveyor().activity());
        this.machine = new Asked<>(() -> node.surveyor().machine());
        this.controlData = new Asked<>(() -> node.controlData(limit));
    }

    List<Asked<?>> all() {
        return List.of(status, server, missingRights, activity, machine, controlData);
    }

    /** What the server itself says. */
    List<Asked<?>> atOnce() {
        return List.of(status, server, activity);
    }

    DatabaseNode node() {
        return node;
    }

    String name() {
        return node.node().name();
    }

    NodeStatus status() throws InterruptedException {
        return status.get();
    }

    ServerSurvey server() throws InterruptedException {
        return server.get();
    }

    String setting(String name) throws InterruptedException {
        return server.get().setting(name);
    }

    List<String> missingRights() throws InterruptedException {
        return missingRights.get();
    }

    Activity activity() throws InterruptedException {
        return activity.get();
    }

    MachineSurvey machine() throws InterruptedException {
        return machine.get();
    }

    ControlData controlData() throws InterruptedException {
        return controlData.get();
    }

    Optional<Slot> slot(String name) throws InterruptedException {
        return server().slots().stream().filter(slot -> slot.name().equals(name)).findFirst();
    }
}
