package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.sql.Mentions;
import io.segue.protocol.sql.QueryKind;
import io.segue.protocol.sql.StringSyntax;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.route.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One session's reads on the standby of a hold: which unit of work may go there, and what becomes of the session's links meanwhile. The
 * link to the old server is left at rest, the spare one lent to the read and given back.
 *
 * <p>Event loop. Nothing of this is asked while no shard moves.
 */
final class StandbyReader {

    /** Encodings in which an ASCII byte is always an ASCII character, so that a text can be read without decoding it. */
    private static final Pattern READABLE_ENCODINGS =
            Pattern.compile("UTF8|SQL_ASCII|LATIN\\d+|WIN\\d+|ISO_8859_\\d+|KOI8[RU]|EUC_\\w+", Pattern.CASE_INSENSITIVE);

    private final ClientIdentity identity;
    private final GateLane lane;
    private final ClientConnection client;
    private final SessionMemory memory;
    private final Greeting greeting;
    private final Outstanding outstanding;
    private final Upstream upstream;
    private final Relink relink;
    private final Warmup warmup;
    private final HomeLink home = new HomeLink();

    private ReadUnit.Look look = new ReadUnit.Look.NoRead();
    private boolean comesBack;
    private Optional<Present> present = Optional.empty();

    /** What comes of a read. */
    interface Outcome {

        /** The client has its answer. */
        void answered();

        /** The client has its answer, and a transaction that only reads: it goes on on that link, which is the caller's now. */
        void inTransaction(BackendLink link);

        /** The unit waits again, in front of everything else that does: the primary has to run it. */
        void comesBack(Optional<ErrorFields> reason);

        /** The server went away in the middle of the answer. */
        void lost(boolean saidWhy);
    }

    /** The read that is on. Its bytes are kept until they count as sent. */
    private record Present(ByteBuf unit, ReadUnit.Contents contents, Optional<StandbyRead> read) {}

    StandbyReader(
            ClientIdentity identity,
            GateLane lane,
            ClientConnection client,
            SessionMemory memory,
            Greeting greeting,
            Outstanding outstanding,
            Upstream upstream,
            Relink relink,
            Warmup warmup) {
        this.identity = identity;
        this.lane = lane;
        this.client = client;
        this.memory = memory;
        this.greeting = greeting;
        this.outstanding = outstanding;
        this.upstream = upstream;
        this.relink = relink;
        this.warmup = warmup;
    }

    // ---- may it?

    /** Whether the unit of work that waits is a read that may wait for the standby instead of the release. */
    boolean mayRead() {
        look = lane.reads().filter(this::sessionMayRead).map(this::lookAtUnit).orElseGet(ReadUnit.Look.NoRead::new);
        comesBack = false;
        return look instanceof ReadUnit.Look.Read;
    }

    /** Whether more of the unit has to be read from the client before that can be told. */
    boolean needsMore() {
        return look instanceof ReadUnit.Look.Cut;
    }

    /** A session is judged by what is known of it: what its server was not asked yet, the standby's link cannot have. */
    private boolean sessionMayRead(ReadMove move) {
        return !comesBack
                && !identity.isPinned()
                && !memory.isStale()
                && memory.unmovable().isEmpty()
                && READABLE_ENCODINGS.matcher(greeting.told().getOrDefault("client_encoding", "")).matches()
                && greeting.told().getOrDefault("standard_conforming_strings", "").equals("on")
                && warmup.isOpenToRead(move.standby());
    }

    private ReadUnit.Look lookAtUnit(ReadMove move) {
        Optional<ReadCatalog> catalog = move.catalog(identity.startup().database());
        if (catalog.isEmpty()) {
            return new ReadUnit.Look.NoRead();
        }
        ByteBuf waiting = upstream.copyOfWaiting(ReadUnit.MAX_BYTES);
        try {
            return ReadUnit.look(waiting, text -> onlyReads(text, catalog.get()), memory::statement);
        } finally {
            waiting.release();
        }
    }

    private static boolean onlyReads(byte[] text, ReadCatalog catalog) {
        return switch (QueryKind.of(text, StringSyntax.STANDARD_CONFORMING)) {
            case QueryKind.Read(Mentions mentions) -> catalog.admits(mentions.calls(), mentions.names(), mentions.operators());
            case QueryKind.BeginReadOnly() -> true;
            case QueryKind.Unproved() -> false;
        };
    }

    // ---- the links

    /** The session stays where it reads: the link that it left is not needed any more. */
    void stay() {
        home.close();
    }

    /** A link for the session's next unit of work. */
    void keepHome(SpareLink.Prepared link) {
        home.keep(link);
    }

    /** The link that the session leaves for the time of the hold. */
    void leaveHome(BackendLink link) {
        home.leave(link, memory.replay(), greeting.told());
    }

    /** The link to {@code node} that waits, whichever of the two it is; now the caller's. */
    Optional<SpareLink.Prepared> take(Node node) {
        comesBack = false;
        return home.take(node).or(() -> warmup.take(node));
    }

    // ---- the read

    /** Begins the read that {@link #mayRead} found, on a link that the caller took. */
    void read(SpareLink.Prepared spare, Outcome outcome) {
        ReadUnit.Contents contents = ((ReadUnit.Look.Read) look).contents();
        present = Optional.of(new Present(upstream.take(contents.length()), contents, Optional.empty()));
        lane.beginRead();
        Replay whole = memory.replay();
        relink.tell(spare, whole, new Relink.Outcome() {
            @Override
            public void relinked(SpareLink.Prepared link) {
                if (present.isEmpty()) {
                    link.link().close();
                } else if (whole.after(link.told()).isEmpty()) {
                    send(link, outcome);
                } else {
                    // A statement of the session that the standby did not take: it may be the one that is executed.
                    warmup.giveBack(link);
                    comeBack(Optional.empty(), outcome);
                }
            }

            @Override
            public void unreachable(ErrorFields cause) {
                comeBack(Optional.of(cause), outcome);
            }

            @Override
            public void impossible(ErrorFields cause) {
                comeBack(Optional.of(cause), outcome);
            }
        });
    }

    private void send(SpareLink.Prepared spare, Outcome outcome) {
        Present before = present.orElseThrow();
        StandbyRead read = new StandbyRead(spare.link(), client, new Books(), new StandbyRead.Outcome() {
            @Override
            public void answered(boolean idle) {
                if (idle) {
                    giveBack(spare.link());
                    end();
                    outcome.answered();
                } else {
                    present = Optional.empty();
                    before.unit().release();
                    outcome.inTransaction(spare.link());
                }
            }

            @Override
            public void refused(ErrorFields reason, boolean linkUsable) {
                if (linkUsable) {
                    giveBack(spare.link(), knownAfterRefusal(spare.told(), before.contents()));
                } else {
                    spare.link().close();
                }
                comeBack(Optional.of(reason), outcome);
            }

            @Override
            public void lost(boolean saidWhy) {
                end();
                outcome.lost(saidWhy);
            }
        });
        present = Optional.of(new Present(before.unit(), before.contents(), Optional.of(read)));
        read.begin(before.unit().retainedDuplicate());
    }

    /** The link is between two units of work and has seen all that the session remembers. */
    void giveBack(BackendLink link) {
        giveBack(link, memory.replay());
    }

    private void giveBack(BackendLink link, Replay knows) {
        link.parameters().putAll(greeting.told());
        link.read(true);
        link.rest();
        warmup.giveBack(new SpareLink.Prepared(link, knows));
    }

    /**
     * What the link knows of the session now: whatever the unit prepared may be there and must be closed before it is prepared again, and
     * what it closed may be gone.
     */
    private static Replay knownAfterRefusal(Replay told, ReadUnit.Contents contents) {
        List<ParsedStatement> parses = new ArrayList<>(told.parses());
        parses.removeIf(each -> contents.closed().contains(each.name()) || each.isUnnamed());
        parses.addAll(contents.parsed());
        return Replay.all(told.assignments(), told.sqlStatements(), parses);
    }

    private void comeBack(Optional<ErrorFields> reason, Outcome outcome) {
        if (present.isPresent()) {
            upstream.putBack(present.get().unit().retain());
            end();
            comesBack = true;
            outcome.comesBack(reason);
        }
    }

    private void end() {
        present.ifPresent(read -> {
            read.unit().release();
            lane.endRead();
        });
        present = Optional.empty();
    }

    /** The session is over. */
    void close() {
        present.flatMap(Present::read).ifPresent(StandbyRead::abandon);
        end();
        home.close();
    }

    /** The session's accounts, as they would be had the unit passed by itself. */
    private final class Books implements StandbyRead.Accounts {

        private final ServerFrames frames = new ServerFrames(outstanding, memory, greeting.told(), () -> true);

        @Override
        public void sent() {
            upstream.count(present.orElseThrow().unit());
        }

        @Override
        public void answered(ByteBuf bytes) {
            frames.scan(bytes);
        }
    }
}
