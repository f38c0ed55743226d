package io.segue.proxy.control.migration.step;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What came of a stage that is complete. */
final class Completed {

    private Completed() {}

    /** @throws StepException.Failed with the stage's own reason when it completed exceptionally */
    static <T> T valueOf(CompletionStage<T> stage, String otherwise) throws StepException.Failed {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StepException.Failed(otherwise, String.valueOf(reason.getMessage()), "", reason);
        }
    }
}
