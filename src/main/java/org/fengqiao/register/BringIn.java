package org.fengqiao.register;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fengqiao.access.Door;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the lines of an uploaded table into the house, in the background, some at a time. A line is taken whole or given back with the
 * reason; what is known already changes nothing, so that whatever was interrupted is simply done again.
 */
@Component
public class BringIn implements DisposableBean {

    static final Deed BEGUN = Deed.named("import.begun");
    static final Deed DONE = Deed.named("import.done");

    /** Lines of one transaction: few enough that nobody at the desk waits for them. */
    private static final int AT_ONCE = 50;

    private static final int TRIES = 3;
    private static final int AT_THE_SAME_TIME = 2;
    private static final Logger log = LoggerFactory.getLogger(BringIn.class);

    private final Imports imports;
    private final Map<Register, Brings> rooms;
    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final Door door;
    private final TakeAlong takeAlong;
    private final TransactionTemplate transaction;
    private final TransactionTemplate oneLine;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_THE_SAME_TIME, Thread.ofPlatform().name("import-", 1).daemon().factory());
    private volatile boolean closing;

    BringIn(
            Imports imports,
            List<Brings> rooms,
            JdbcClient jdbc,
            AuditTrail trail,
            Door door,
            TakeAlong takeAlong,
            PlatformTransactionManager transactions) {
        this.imports = imports;
        this.rooms = rooms.stream().collect(Collectors.toMap(Brings::register, Function.identity()));
        this.jdbc = jdbc;
        this.trail = trail;
        this.door = door;
        this.takeAlong = takeAlong;
        this.transaction = new TransactionTemplate(transactions);
        this.oneLine = new TransactionTemplate(transactions);
        this.oneLine.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Begins.
     *
     * @param columns for each head of the table the column it is, empty for none
     * @throws RefusedException when the table is no longer there, is being brought in already, or the columns do not do
     */
    @SuppressWarnings("FutureReturnValueIgnored") // how it ended is written down
    public void begin(SignedIn me, long id, List<String> columns) {
        Imports.Row row = imports.require(me, id);
        Upload upload =
                imports.find(me, id).orElseThrow(() -> RefusedException.because(Reason.GONE, "refused.import.gone"));
        upload.choose(columns);
        transaction.executeWithoutResult(status -> {
            int begun = jdbc.sql("""
                            update register.import set state = 'RUNNING', kept = 0, known = 0, refused = 0, ended_at = null
                            where id = ? and state <> 'RUNNING'""").param(id).update();
            if (begun == 0) {
                throw RefusedException.because(Reason.CONFLICT, "refused.import.running");
            }
            trail.keep(
                    BEGUN,
                    "import/" + id,
                    "",
                    Map.of("register", upload.register().name()));
        });
        workers.submit(() -> me.sight().seeing(() -> run(me, id, row.fileName(), upload)));
    }

    private record Tally(int kept, int known, int refused) {

        Tally and(Tally more) {
            return new Tally(kept + more.kept, known + more.known, refused + more.refused);
        }
    }

    private void run(SignedIn me, long id, String source, Upload upload) {
        upload.refused().clear();
        Tally all = new Tally(0, 0, 0);
        boolean whole = false;
        try (Stream<TableFile.Line> lines = upload.lines()) {
            Brings.Lines taking =
                    Objects.requireNonNull(rooms.get(upload.register())).begin(me, upload.unit(), source);
            Iterator<TableFile.Line> left = lines.iterator();
            while (left.hasNext() && !closing && isStillIn(me)) {
                List<TableFile.Line> some = new ArrayList<>();
                while (some.size() < AT_ONCE && left.hasNext()) {
                    some.add(left.next());
                }
                all = take(id, upload, taking, some, all);
            }
            whole = !left.hasNext();
        } catch (RuntimeException trouble) {
            // Its words may hold words of the table.
            log.warn("import {} stopped: {}", id, trouble.getClass().getName());
        } finally {
            end(id, upload.register(), all, whole);
        }
    }

    /** Whoever lost the right to bring it in meanwhile brings no more. */
    private boolean isStillIn(SignedIn me) {
        return door.stillIn(me).filter(now -> now.units().equals(me.units())).isPresent();
    }

    /** Two that wait for each other in a circle are told apart by the database; the one it sends back comes again. */
    private Tally take(long id, Upload upload, Brings.Lines taking, List<TableFile.Line> lines, Tally before) {
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> {
                    Tally now = before;
                    for (TableFile.Line line : lines) {
                        now = now.and(take(upload, taking, line));
                    }
                    jdbc.sql("update register.import set kept = ?, known = ?, refused = ? where id = ?")
                            .params(now.kept(), now.known(), now.refused(), id)
                            .update();
                    return now;
                }));
            } catch (TransientDataAccessException passing) {
                if (tries == TRIES) {
                    throw passing;
                }
            }
        }
    }

    private Tally take(Upload upload, Brings.Lines taking, TableFile.Line line) {
        if (takeAlong.isMark(line.cells())) {
            return new Tally(0, 1, 0);
        }
        try {
            boolean fresh = Objects.requireNonNull(oneLine.execute(status -> taking.bring(upload.told(line))));
            upload.refused().remove(line.number());
            return fresh ? new Tally(1, 0, 0) : new Tally(0, 1, 0);
        } catch (RefusedException refused) {
            upload.refused().put(line.number(), refused);
            return new Tally(0, 0, 1);
        }
    }

    private void end(long id, Register register, Tally all, boolean whole) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update register.import set state = ?, ended_at = now() where id = ?")
                    .params(whole ? Imports.State.DONE.name() : Imports.State.STOPPED.name(), id)
                    .update();
            Map<String, String> counts = new LinkedHashMap<>();
            counts.put("register", register.name());
            counts.put("kept", Integer.toString(all.kept()));
            counts.put("known", Integer.toString(all.known()));
            counts.put("refused", Integer.toString(all.refused()));
            trail.keep(DONE, "import/" + id, "", counts);
        });
    }

    @Override
    public void destroy() {
        closing = true;
        workers.close();
    }
}
