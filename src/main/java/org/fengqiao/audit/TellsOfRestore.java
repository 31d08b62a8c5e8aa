package org.fengqiao.audit;

import java.util.Map;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.Sight;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Leaves the line of a restore when the house opens for the first time after it: a restore builds the trail up as it was and has none of
 * its own to write to. Should the house die in between, it is told twice rather than never.
 */
@Component
class TellsOfRestore implements ApplicationRunner {

    private final DataFolder data;
    private final AuditTrail trail;

    TellsOfRestore(DataFolder data, AuditTrail trail) {
        this.data = data;
        this.trail = trail;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        data.restoredTo().ifPresent(moment -> {
            Sight.HOUSE.seeing(() -> trail.keep(Deed.RESTORED, "", "", Map.of("to", moment)));
            data.restoreIsTold();
        });
    }
}
