package org.fengqiao.matter;

import java.util.Optional;

/** A door for rooms above: they may say why a matter cannot be closed yet. */
public interface ObjectsToClosing {

    /** The message key of the objection, empty when there is none. */
    Optional<String> objectsToClosing(long matterId);
}
