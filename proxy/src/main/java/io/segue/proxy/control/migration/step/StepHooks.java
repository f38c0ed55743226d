package io.segue.proxy.control.migration.step;

import io.segue.proxy.config.Hook;
import io.segue.proxy.control.migration.hook.HookResult;
import io.segue.proxy.control.migration.hook.HookWords;
import io.segue.proxy.watch.HookEnd;
import java.util.Optional;

/**
 * The hooks that can still stop a move, because they come before the point of no return. One that fails is a reason to give up: the
 * operator has said by it that something outside of Segue is not as it must be.
 */
final class StepHooks {

    private StepHooks() {}

    /** Everything is ready and nobody is held. */
    static void beforeHold(StepContext context) throws StepException, InterruptedException {
        run(context, Hook.BEFORE_HOLD, "WARMING");
    }

    /** The source is stopped behind its fence and the target not promoted: the operator's own fence comes now. Everybody waits. */
    static void fenced(StepContext context) throws StepException, InterruptedException {
        run(context, Hook.FENCED, "PROVING");
    }

    private static void run(StepContext context, Hook hook, String phase) throws StepException, InterruptedException {
        Window window = context.window();
        HookWords words = new HookWords(
                hook, context.site().shard(), context.plan(), context.migration(), phase, window.attempt(), window.terms().by());
        Optional<HookResult> result = context.site().hooks().run(hook, window.attempt(), words.all(), context.aborted());
        if (result.isPresent()) {
            window.evidence().hooked(result.get());
            context.note("hook " + result.get());
            judge(context, result.get());
        }
    }

    private static void judge(StepContext context, HookResult result) throws StepException {
        if (result.end() == HookEnd.ABORTED) {
            throw new StepException.Aborted();
        }
        if (!result.done()) {
            String key = "shards." + context.plan().shard() + ".hooks." + result.hook().key();
            throw new StepException.Failed(
                    "the hook " + result.hook().key() + " " + result.ending() + " after " + result.took().toMillis() + " ms",
                    result.program() + (result.lastWords().isEmpty() ? " said nothing" : " said: " + result.lastWords()),
                    "mend " + result.program() + " (" + key + ") or remove it from the configuration, and repeat the command");
        }
    }
}
