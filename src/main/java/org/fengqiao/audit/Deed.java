package org.fengqiao.audit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * Something that leaves a line in the audit trail, declared as a constant in the room that does it. Its words stand in that room's
 * messages under {@code audit.deed.} and the name.
 *
 * @param name kind of thing and what is done to it, for example {@code resident.unmasked}; it never changes its meaning
 */
public record Deed(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)+");

    /** Refuses a name that could not be a key of the messages. */
    public Deed {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a deed: " + name);
        }
    }

    private static final Set<String> KNOWN = new ConcurrentSkipListSet<>();

    /** A backup was taken by a command at the terminal. */
    public static final Deed BACKUP_TAKEN = named("backup.taken");

    /** The house was built up again from a backup, by a command at the terminal. */
    public static final Deed RESTORED = named("house.restored");

    /** The key of the sealed fields was replaced by a command at the terminal. */
    public static final Deed KEYS_REPLACED = named("keys.replaced");

    /** The deed of this name. */
    public static Deed named(String name) {
        Deed deed = new Deed(name);
        KNOWN.add(name);
        return deed;
    }

    /** The names of all deeds of the house, in order. */
    public static List<String> known() {
        return List.copyOf(KNOWN);
    }
}
