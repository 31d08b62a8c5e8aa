package org.fengqiao.org;

/** Something about who we are was arranged; told within the transaction that does it. */
public sealed interface Arranged {

    /** A unit was put into the tree below another, 0 for a root. */
    record UnitAdded(int unit, int parent) implements Arranged {}

    /** What a unit is called or where it is was changed. */
    record UnitChanged(int unit) implements Arranged {}

    /** A unit was closed, or opened again. */
    record UnitClosed(int unit, boolean closed) implements Arranged {}

    /** A grid of a unit was drawn. */
    record GridDrawn(int grid, int unit) implements Arranged {}

    /**
     * A grid was changed.
     *
     * @param officer who answers for it now, 0 for nobody
     */
    record GridChanged(int grid, int unit, int officer) implements Arranged {}

    /** A grid was closed, or opened again. */
    record GridClosed(int grid, boolean closed) implements Arranged {}
}
