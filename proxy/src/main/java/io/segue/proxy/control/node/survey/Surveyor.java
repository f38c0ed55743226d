package io.segue.proxy.control.node.survey;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.util.Collection;
import java.util.List;

/**
 * Looks at one node for a preflight. Changes nothing there. Each question blocks, has the limit of one call to a node, and may be asked at
 * the same time as the others.
 */
public interface Surveyor {

    /** Parameters, slots, archiver, and what all databases share. */
    ServerSurvey server() throws NodeException;

    /** What Segue's own role may not do there, of what a move needs. */
    List<String> missingRights() throws NodeException;

    /** Who is at work at this instant. */
    Activity activity() throws NodeException;

    /** Every database that takes connections; one that cannot be looked into says why. */
    List<DatabaseSurvey> databases() throws NodeException;

    /** Whether the roles may use the databases, by the server's catalog; in the order of {@code logins}. */
    List<LoginRight> loginRights(Collection<Login> logins) throws NodeException;

    /** How the server answers the first packet of a login from this machine. */
    Knock knock(Login login) throws NodeException;

    /** What can be seen through the shell. */
    MachineSurvey machine() throws NodeException;

    /** Those of {@code libraries} (as {@code pg_proc.probin} has them) of which this machine has no file. */
    List<String> missingLibraries(Collection<String> libraries) throws NodeException;

    /** Tries from this node's machine whether {@code upstream} lets Segue's role in as a standby. */
    Follow follow(DatabaseNode upstream) throws NodeException;
}
