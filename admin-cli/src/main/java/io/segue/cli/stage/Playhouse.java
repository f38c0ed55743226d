package io.segue.cli.stage;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sets the stage, lets the play be played, and leaves nothing running, however it ends. Main thread; Ctrl-C is heard by the virtual
 * machine's shutdown.
 */
public final class Playhouse {

    /** Exit code of a play that could not be played to its end. */
    public static final int NOT_PLAYED = 3;

    private static final int LEAVE_SECONDS = 10;

    private final String name;
    private final Narrator narrator;
    private final Curtain curtain;
    private final AtomicReference<Stage> stage = new AtomicReference<>();
    private final CountDownLatch left = new CountDownLatch(1);

    /** What is played; its value is the exit code. */
    @FunctionalInterface
    public interface Play {

        int on(Stage stage) throws StageException, InterruptedException;
    }

    /** @param name of the script, without its directory; the working directory is called after it */
    public Playhouse(String name, Narrator narrator) {
        this.name = name;
        this.narrator = narrator;
        this.curtain = new Curtain(narrator);
    }

    public int open(StageOptions options, ProxySettings settings, Play play) {
        Thread main = Thread.currentThread();
        Thread onInterrupt = new Thread(() -> interrupted(main), "interrupted");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            stage.set(Stage.set(name, options, settings, narrator, curtain));
            Path directory = stage.get().workplace().directory();
            narrator.line("everything lives in %s%s".formatted(directory, options.keep() ? " and is kept" : " and is deleted at the end"));
            return play.on(stage.get());
        } catch (InterruptedException e) {
            // Only our own shutdown interrupts; it has said so and clears up.
            return NOT_PLAYED;
        } catch (StageException e) {
            failed(e);
            return NOT_PLAYED;
        } finally {
            left.countDown();
            curtain.fall();
        }
    }

    private void failed(StageException failure) {
        narrator.blank();
        narrator.line(Narrator.Style.RED, "It cannot go on: " + failure.getMessage());
        Optional.ofNullable(stage.get()).ifPresent(Stage::showLogs);
    }

    /** In the shutdown: also after a play that has ended by itself, when there is nothing left to do. */
    private void interrupted(Thread main) {
        if (main.isAlive() && !curtain.hasFallen()) {
            narrator.blank();
            Optional.ofNullable(stage.get()).ifPresent(Stage::showLogs);
            narrator.blank();
            narrator.line("Interrupted: stopping everything.");
            narrator.hush();
            leave(main);
        }
        curtain.fall();
    }

    /** Lets the main thread come to its end, so that nothing is started any more while everything is stopped. */
    private void leave(Thread main) {
        Optional.ofNullable(stage.get()).map(Stage::commandLine).ifPresent(CommandLine::close);
        main.interrupt();
        try {
            if (!left.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("segue: " + name + " does not react; stopping its processes all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
