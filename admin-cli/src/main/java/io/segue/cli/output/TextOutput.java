package io.segue.cli.output;

import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import java.io.PrintWriter;

/** Tables on stdout, everything else on stderr. */
final class TextOutput implements Output {

    private final PrintWriter out;
    private final ProgressLines lines;

    TextOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.lines = new ProgressLines(err);
    }

    @Override
    public void progress(String line) {
        lines.progress(line);
    }

    @Override
    public void ended(String command, ExitCode exitCode, Report report) {
        for (Report.Part part : report.parts()) {
            if (report.parts().size() > 1) {
                out.println(part.name() + ":");
            }
            out.print(switch (part) {
                case Report.Part.Rows rows -> TextTable.of(rows.answer());
                case Report.Part.Row row -> TextTable.of(row.answer());
                case Report.Part.Document document -> document.content();
            });
        }
        out.flush();
    }

    @Override
    public void failed(String command, CliException failure) {
        lines.error(failure.getMessage(), failure.detail(), failure.hint());
    }
}
