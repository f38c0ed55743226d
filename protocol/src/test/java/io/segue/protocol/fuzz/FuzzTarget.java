package io.segue.protocol.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Everything that is fuzzed. */
enum FuzzTarget {

    FRAME_SCANNER(FrameScannerFuzz.class, FrameScannerFuzz::fuzzerTestOneInput),
    FRAME_ASSEMBLER(FrameAssemblerFuzz.class, FrameAssemblerFuzz::fuzzerTestOneInput),
    FRONTEND_MESSAGE(FrontendMessageFuzz.class, FrontendMessageFuzz::fuzzerTestOneInput),
    BACKEND_MESSAGE(BackendMessageFuzz.class, BackendMessageFuzz::fuzzerTestOneInput),
    STARTUP_PACKET(StartupPacketFuzz.class, StartupPacketFuzz::fuzzerTestOneInput),
    SCRAM_SERVER(ScramServerFuzz.class, ScramServerFuzz::fuzzerTestOneInput),
    SCRAM_CLIENT(ScramClientFuzz.class, ScramClientFuzz::fuzzerTestOneInput),
    SCRAM_VERIFIER(ScramVerifierFuzz.class, ScramVerifierFuzz::fuzzerTestOneInput),
    SQL(SqlFuzz.class, SqlFuzz::fuzzerTestOneInput),
    TRANSCRIPT(TranscriptFuzz.class, TranscriptFuzz::fuzzerTestOneInput),
    LINE(LineFuzz.class, LineFuzz::fuzzerTestOneInput),
    /** Not a decoder: what the engine has to find. */
    KNOWN_BAD(KnownBadFuzz.class, KnownBadFuzz::fuzzerTestOneInput);

    private final Class<?> type;
    private final Consumer<byte[]> run;

    FuzzTarget(Class<?> type, Consumer<byte[]> run) {
        this.type = type;
        this.run = run;
    }

    /** As on the command line and in the directory of the seeds: {@code frame-scanner}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String className() {
        return type.getName();
    }

    void run(byte[] input) {
        run.accept(input);
    }

    static List<FuzzTarget> decoders() {
        return Arrays.stream(values()).filter(target -> target != KNOWN_BAD).toList();
    }

    /** @throws IllegalArgumentException with the list of those that exist */
    static FuzzTarget labelled(String label) {
        return decoders().stream().filter(target -> target.label().equals(label)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "there is no target " + label + "; the targets are " + decoders().stream().map(FuzzTarget::label).toList()));
    }
}
