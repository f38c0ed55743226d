package io.segue.protocol.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code bin/fuzz}: the long run, in rounds in which every target has its turn, so that a run which somebody ends early has reached all of
 * them alike; with corpora that are kept from run to run.
 *
 * <p>Arguments: directory | minutes in all | target, or {@code all}. Exit code 0 when nothing was found, 1 when something was.
 */
public final class Fuzz {

    /** Of one turn, at most: a start, with the corpus read again, costs some seconds of it. */
    private static final Duration TURN = Duration.ofMinutes(2);

    private Fuzz() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("three arguments are needed: directory, minutes, target");
        }
        Path directory = Path.of(arguments[0]);
        List<FuzzTarget> targets = arguments[2].equals("all") ? FuzzTarget.decoders() : List.of(FuzzTarget.labelled(arguments[2]));
        List<FuzzCampaign> campaigns = new ArrayList<>();
        for (FuzzTarget target : targets) {
            campaigns.add(new FuzzCampaign(target, directory.resolve(target.label())));
        }
        Duration all = Duration.ofSeconds(Math.round(Double.parseDouble(arguments[1]) * 60));
        for (Duration turn : turns(all.dividedBy(targets.size()))) {
            for (FuzzCampaign campaign : campaigns) {
                campaign.play(turn);
            }
        }
        for (FuzzCampaign campaign : campaigns) {
            System.out.println(campaign.summary());
        }
        System.exit(campaigns.stream().allMatch(FuzzCampaign::isClean) ? 0 : 1);
    }

    /** One target's share of the time, in equal parts. */
    static List<Duration> turns(Duration share) {
        long turns = Math.max(1, Math.ceilDiv(share.toSeconds(), TURN.toSeconds()));
        return Collections.nCopies(Math.toIntExact(turns), share.dividedBy(turns));
    }
}
