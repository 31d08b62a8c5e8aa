package org.fengqiao.callback;

import org.fengqiao.intake.HearsWhetherSettled;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 回访: writes down what the resident said about an answered matter, to an officer on the phone or on the residents' page. */
@Component
public class RecordCallback implements HearsWhetherSettled {

    static final int LONGEST_WORDS = 500;

    private final CallBackMatter callBackMatter;
    private final JdbcClient jdbc;

    RecordCallback(CallBackMatter callBackMatter, JdbcClient jdbc) {
        this.callBackMatter = callBackMatter;
        this.jdbc = jdbc;
    }

    /**
     * Settled leads on to closing; not settled takes the matter up again. The call and the change of the matter are one transaction.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param stars 1 to 5, or null when the resident gave none
     * @param words the resident's own words, at most 500 characters, may be empty
     * @return the new version of the matter
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's, changed meanwhile, not answered, or
     *     the stars are none we know
     */
    @Transactional
    public int record(
            long matterId,
            @Nullable Integer seen,
            Actor by,
            boolean settled,
            @Nullable Integer stars,
            @Nullable String words) {
        String said = Words.orEmpty(words, LONGEST_WORDS);
        int version = callBackMatter.callBack(matterId, seen, by, settled, stars, said);
        jdbc.sql("""
                        insert into callback.call (unit_id, matter_id, officer_id, settled, stars, words)
                        select unit_id, id, :officer, :settled, :stars, :words from matter.matter where id = :matter""")
                .param("officer", by.id())
                .param("settled", settled)
                .param("stars", stars, java.sql.Types.SMALLINT)
                .param("words", said)
                .param("matter", matterId)
                .update();
        return version;
    }

    @Override
    @Transactional
    public void hear(long matterId, Actor resident, boolean settled, @Nullable Integer stars, @Nullable String words) {
        record(matterId, null, resident, settled, stars, words);
    }
}
