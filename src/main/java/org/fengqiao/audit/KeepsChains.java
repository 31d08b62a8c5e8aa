package org.fengqiao.audit;

import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.fengqiao.database.BothLanguages;

/** A room that keeps chains of sealed lines. Looking, it walks along all of them. */
public interface KeepsChains extends ProvesHistory {

    /**
     * Where a chain stood.
     *
     * @param chain id of the chain within its room
     * @param n number of its last line then
     */
    record Head(long chain, long n, Seal seal) {}

    /** What its chains are called in a checkpoint, one word in small letters. */
    String kind();

    /** How a person knows one of its chains. */
    BothLanguages name(long chain);

    /** Tells the last line of every chain to which a transaction from the first number on and below the second added one. */
    void heads(long from, long below, Consumer<Head> each);

    /** Those of these heads whose line still stands at its place with its seal. */
    Set<Head> standing(Collection<Head> heads);
}
