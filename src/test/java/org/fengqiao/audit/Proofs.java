package org.fengqiao.audit;

import java.nio.file.Path;
import java.util.List;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.Secrets;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The checks of this room on any connection, for tests of other rooms. */
public final class Proofs {

    private Proofs() {}

    /** The chains of the trail. */
    public static KeepsChains trail(JdbcClient jdbc) {
        return new AuditChains(jdbc);
    }

    /** The checkpoints of a house. */
    public static ProvesHistory checkpoints(ApplicationContext house, List<KeepsChains> rooms, JdbcClient jdbc) {
        return new CheckpointsHold(house.getBean(DataFolder.class), "", house.getBean(Secrets.class), rooms, jdbc);
    }

    /** Where the newest checkpoint of a house is. */
    public static Path newest(ApplicationContext house) {
        return CheckpointFolders.in(house.getBean(DataFolder.class).root().resolve("checkpoints"))
                .lastEntry()
                .getValue();
    }
}
