package org.fengqiao.matter;

import java.time.Instant;
import org.fengqiao.audit.CanonicalJson;
import org.fengqiao.audit.ChainHash;
import org.fengqiao.audit.Seal;

/**
 * What is sealed in the ledger. First what the line says, with the tracking code as salt: that seal remains when the line has to be
 * emptied, and tells nothing. Then its place, unit, name, time and that first seal, together with the seal of the line before.
 *
 * @param n place in the life of the matter, from 1: the version the matter had after it
 * @param unitId the unit that answered for the matter then
 * @param what name of the {@link Happening}
 * @param at to the microsecond
 */
public record LineSeal(int n, int unitId, String what, Instant at) {

    /** What the line says and who said it. */
    public record Said(String by, int byId, String byName, String data) {}

    /** The seal of a line after the one that was sealed before, {@link Seal#NONE} for the first. */
    public Seal after(Seal former, ChainHash.Algorithm algorithm, String tracking, Said said) {
        return Seal.of(algorithm, fields(former, Seal.of(algorithm, content(tracking, said))));
    }

    /** The seal of what a line says alone: what is left of it once the line is emptied. */
    Seal saidOnly(ChainHash.Algorithm algorithm, String tracking, Said said) {
        return Seal.of(algorithm, content(tracking, said));
    }

    /** Whether the seal is that of this line, after the one before. */
    boolean holds(Seal seal, Seal former, String tracking, Said said) {
        return seal.algorithm()
                .filter(algorithm -> after(former, algorithm, tracking, said).equals(seal))
                .isPresent();
    }

    /** The same for a line that was emptied, of which only the seal of what it said is left. */
    boolean holds(Seal seal, Seal former, Seal erased) {
        return seal.isOf(fields(former, erased));
    }

    private Object[] content(String tracking, Said said) {
        return new Object[] {
            "happening", tracking, n, said.by(), said.byId(), said.byName(), CanonicalJson.of(said.data())
        };
    }

    private Object[] fields(Seal former, Seal content) {
        return new Object[] {"line", former, n, unitId, what, at, content};
    }
}
