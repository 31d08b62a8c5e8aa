package org.fengqiao.audit;

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

    /** Where they stand. */
    ChainHeads heads();
}
