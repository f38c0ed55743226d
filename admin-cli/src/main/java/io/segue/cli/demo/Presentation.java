package io.segue.cli.demo;

import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How a show ends: what the clients saw, what was promised, and the files that were asked for. Main thread. */
record Presentation(Narrator narrator) {

    void show(Figures figures, Verdict verdict) {
        narrator.heading("What the clients saw");
        narrator.lines(Summary.figures(figures));
        figures.firstErrors().forEach(error -> narrator.line(Narrator.Style.RED, error));
        narrator.heading("What was promised");
        verdict.promises().forEach(promise -> narrator.line(style(promise.kept()), Summary.promise(promise)));
        narrator.blank();
        narrator.line(style(verdict.kept()), verdict.kept() ? "Every promise was kept." : "A PROMISE WAS BROKEN.");
    }

    void write(Optional<Path> file, String content) throws StageException {
        if (file.isPresent()) {
            try {
                Files.writeString(file.get(), content);
                narrator.line("written: " + file.get());
            } catch (IOException e) {
                throw new StageException("cannot write " + file.get(), e);
            }
        }
    }

    /** Whether a file that was asked for can be written; better known before the show than after it. */
    static boolean canBeWritten(Path file) {
        return Files.isWritable(Files.exists(file) ? file : file.toAbsolutePath().getParent());
    }

    private static Narrator.Style style(boolean kept) {
        return kept ? Narrator.Style.GREEN : Narrator.Style.RED;
    }
}
