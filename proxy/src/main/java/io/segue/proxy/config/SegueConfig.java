package io.segue.proxy.config;

import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.Identity;
import io.segue.proxy.route.MovePolicies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, checked.
 *
 * @param listeners at least one
 * @param authentication the rules for listeners that go by them
 * @param http the metrics and health page; empty when switched off
 * @param transport how its connections are carried
 * @param stateDirectory holds routes, journals and reports; written by this proxy alone
 * @param role Segue's own role on every node
 * @param adminRoles who may use the console
 * @param nodes by name
 * @param shards by name
 * @param pools in order; the first that fits says how a session comes by its links, and without one it has its own
 */
public record SegueConfig(
        List<Listener> listeners,
        ClientAuthentication authentication,
        Optional<HttpPage> http,
        TransportKind transport,
        Path stateDirectory,
        OwnRole role,
        List<String> adminRoles,
        Map<String, NodeConfig> nodes,
        Map<String, ShardConfig> shards,
        List<PoolRule> pools,
        Limits limits) {

    /** How clients prove who they are. */
    public enum Authentication {
        TRUST,
        SCRAM_SHA_256,
        /** By the rules of {@link ClientAuthentication}. */
        HBA
    }

    /**
     * The rules by which clients log in.
     *
     * @param hba in order
     * @param usersFile passwords of roles that the servers are not asked for
     */
    public record ClientAuthentication(List<HbaRule> hba, List<Identity> identities, Optional<Path> usersFile) {}

    /**
     * One address clients connect to.
     *
     * @param address an IP address or a name of this machine; or the directory of a Unix-domain socket, from the root
     * @param tls empty when its clients talk in clear
     */
    public record Listener(String address, int port, Authentication authentication, Optional<TlsFiles> tls, ClientHeader header) {

        /** Whether it is a Unix-domain socket, in the directory that the address then is, as in libpq. */
        public boolean isLocal() {
            return address.startsWith("/");
        }

        /** Clients come directly. */
        public Listener(String address, int port, Authentication authentication, Optional<TlsFiles> tls) {
            this(address, port, authentication, tls, ClientHeader.NONE);
        }
    }

    /** What stands in front of a client's own bytes. */
    public enum ClientHeader {
        NONE,
        /** Version 2 of the PROXY protocol, from a load balancer that alone can reach the listener. */
        PROXY_PROTOCOL
    }

    /** Where /metrics, /health and /ready are served. */
    public record HttpPage(String address, int port) {}

    /**
     * Segue's own role.
     *
     * @param database where it logs in for questions that concern the whole server
     */
    public record OwnRole(String name, Secret password, String database) {}

    /**
     * One shard.
     *
     * @param nodes names of the nodes the shard can live on; the first is where it lives when nothing else is known
     * @param policies its own, or those of all shards
     * @param hooks programs that a move of this shard runs on the proxy's machine
     * @param probes what it must answer after a move
     */
    public record ShardConfig(
            String name, List<String> databases, List<String> nodes, MovePolicies policies, Map<Hook, Path> hooks, List<SqlProbe> probes) {

        public ShardConfig {
            hooks = Map.copyOf(hooks);
            probes = List.copyOf(probes);
        }
    }
}
