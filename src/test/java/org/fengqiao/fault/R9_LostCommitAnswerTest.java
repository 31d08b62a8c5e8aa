package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.fengqiao.database.OutsidePostgres;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R9: PostgreSQL has committed and the connection is cut before its answer arrives. Nobody knows then; whoever asks again under the same
 * key finds what was done the first time.
 */
@Tag("fault")
class R9_LostCommitAnswerTest {

    private static final int CUTS = Soak.times(30, 1_000);

    @Test
    void whatWasCommittedWithoutAnAnswerIsThereOnceWhenItIsSentAgain() {
        int felt = 0;
        try (OutsidePostgres server = OutsidePostgres.running();
                SickNetwork network = SickNetwork.listeningIn(server.url("postgres"));
                House house = House.outside("r9", server, network.port());
                History history = new History("R9")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "R9", house.bridge())) {
                traffic.awaitMore(20);
                int before = network.cuts();
                for (int cut = 1; cut <= CUTS; cut++) {
                    int wanted = before + cut;
                    long unknown = history.count(End.UNKNOWN);
                    network.cutTheNextCommit();
                    Until.is("a commit is cut", Duration.ofSeconds(30), () -> network.cuts() == wanted);
                    traffic.awaitMore(5);
                    felt += history.count(End.UNKNOWN) > unknown ? 1 : 0;
                }
                traffic.awaitMore(20);
                traffic.end();
                int committed = (int) traffic.present().stream()
                        .filter(history.that(End.UNKNOWN)::contains)
                        .count();
                assertThat(traffic.statuses()).as("503, not 500").isSubsetOf(200, 201, 302, 503);
                traffic.sendAgain(2 * CUTS);
                Ending.check(
                        "R9",
                        house,
                        history,
                        traffic,
                        "%d answers cut off, %d felt by a sender, %d of theirs were committed"
                                .formatted(CUTS, felt, committed));
                Hits.atLeast(CUTS / 3 + 1, "committed without an answer", committed);
            }
        }
    }
}
