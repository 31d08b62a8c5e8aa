package org.fengqiao.shared;

import java.util.List;

/** A door for every room that keeps something about persons: through it the record of processing activities knows of it. */
public interface KeepsPersonalData {

    /** What the room keeps; what for, in words, stands under {@code processing.purpose.} and the name of the table. */
    List<PersonalData> personalData();
}
