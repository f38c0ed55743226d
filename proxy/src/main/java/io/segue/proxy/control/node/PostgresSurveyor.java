package io.segue.proxy.control.node;

import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.DatabaseSurvey;
import io.segue.proxy.control.node.survey.Follow;
import io.segue.proxy.control.node.survey.Knock;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.control.node.survey.LoginRight;
import io.segue.proxy.control.node.survey.MachineSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey;
import io.segue.proxy.control.node.survey.Surveyor;
import io.segue.proxy.route.Node;
import java.util.Collection;
import java.util.List;

/** The surveyor of a real node: says which of its parts looks at what. */
final class PostgresSurveyor implements Surveyor {

    private final Node standby;
    private final ServerSurveyor server;
    private final RoleRights rights;
    private final DatabaseSurveyor inside;
    private final MachineSurveyor outside;
    private final LoginKnock door;

    PostgresSurveyor(Node node, ServerSurveyor server, RoleRights rights, DatabaseSurveyor inside, MachineSurveyor outside, LoginKnock door) {
        this.standby = node;
        this.server = server;
        this.rights = rights;
        this.inside = inside;
        this.outside = outside;
        this.door = door;
    }

    @Override
    public ServerSurvey server() throws NodeException {
        return server.server();
    }

    @Override
    public List<String> missingRights() throws NodeException {
        return rights.missing();
    }

    @Override
    public Activity activity() throws NodeException {
        return server.activity();
    }

    @Override
    public List<DatabaseSurvey> databases() throws NodeException {
        return inside.all();
    }

    @Override
    public List<LoginRight> loginRights(Collection<Login> logins) throws NodeException {
        return server.loginRights(logins);
    }

    @Override
    public Knock knock(Login login) throws NodeException {
        return door.knock(login);
    }

    @Override
    public MachineSurvey machine() throws NodeException {
        return outside.machine();
    }

    @Override
    public List<String> missingLibraries(Collection<String> libraries) throws NodeException {
        return outside.missingLibraries(libraries);
    }

    @Override
    public Follow follow(DatabaseNode upstream) throws NodeException {
        return outside.follow(upstream, upstream.connectionInfoFor(standby));
    }
}
