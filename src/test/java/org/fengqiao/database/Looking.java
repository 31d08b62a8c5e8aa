package org.fengqiao.database;

import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets a check look, for tests of other rooms. */
public final class Looking {

    private Looking() {}

    /** What the check finds. */
    public static Look of(Check check, JdbcClient jdbc) {
        return of(check, jdbc, check::look);
    }

    /** What part of the check finds. */
    public static Look of(Check check, JdbcClient jdbc, Consumer<Look> part) {
        Look look = new Look(check, jdbc);
        part.accept(look);
        return look;
    }
}
