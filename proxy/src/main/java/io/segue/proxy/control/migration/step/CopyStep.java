package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.BackupProgress;
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.NodeException;

/** COPYING: a slot on the source, then a base backup into the target's empty data directory. A copy that is there already is kept. */
final class CopyStep implements Step {

    /** Carries an abort out of the node's progress callback. */
    private static final class CopyAborted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The same for a reason to give up. */
    private static final class CopyGivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StepException.Failed why;

        CopyGivenUp(StepException.Failed why) {
            super(why.getMessage(), why);
            this.why = why;
        }
    }

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException {
        Facts tidied = tidySource(context, facts);
        context.source().createSlot(context.plan().slot());
        switch (context.target().dataDirectory()) {
            case DataDirectory.Absent _, DataDirectory.Empty _ -> copy(context);
            case DataDirectory.Cluster _ -> keep(context);
            case DataDirectory.SomethingElse(String firstEntry) -> throw notEmpty(context, firstEntry);
        }
        return tidied;
    }

    /** A move that could not be undone to its end may have left its fence and its settings. */
    private static Facts tidySource(StepContext context, Facts facts) throws NodeException {
        if (context.source().fenced()) {
            context.source().unfence();
        }
        return WindowSettings.putBack(context.source(), facts);
    }

    private static void copy(StepContext context) throws StepException, NodeException {
        context.note("copying " + context.plan());
        WalRoom room = new WalRoom(context, context.source());
        try {
            context.target().baseBackup(context.source(), context.plan().slot(), progress -> report(context, room, progress));
        } catch (CopyAborted aborted) {
            throw new StepException.Aborted();
        } catch (CopyGivenUp e) {
            throw e.why;
        }
        context.stopIfAborted();
    }

    private static void report(StepContext context, WalRoom room, BackupProgress progress) {
        if (context.aborted().getAsBoolean()) {
            throw new CopyAborted();
        }
        try {
            room.watch();
        } catch (StepException.Failed e) {
            throw new CopyGivenUp(e);
        }
        context.note("copying " + context.plan() + ": " + ByteSize.of(progress.doneBytes()) + " of " + ByteSize.of(progress.totalBytes()));
    }

    private static void keep(StepContext context) throws StepException, NodeException {
        if (!context.target().fenced()) {
            throw new StepException.Failed(
                    context.plan().target() + " holds a cluster that would not start as a standby",
                    "there is no standby.signal in its data directory",
                    "stop the server there, empty its data directory, and prepare again");
        }
        context.note(context.plan().target() + " holds a copy already");
    }

    private static StepException.Failed notEmpty(StepContext context, String firstEntry) {
        return new StepException.Failed(
                "the data directory of " + context.plan().target() + " is not empty",
                "it holds " + firstEntry,
                "empty it, or configure another one, and prepare again");
    }
}
