package org.fengqiao.channel.hook;

import java.time.Instant;
import org.fengqiao.channel.Fault;
import org.jspecify.annotations.Nullable;

/** One of the things a request carries. */
sealed interface Item {

    /** SHA-256 of it as it came. */
    byte[] hash();

    /**
     * A message.
     *
     * @param id the vendor's, unique at its bridge
     * @param hash SHA-256 of all fields as they came: tells a repetition from another message under the same id
     * @param words cleaned, 1 to 10,000 code points
     * @param saidAt null when the vendor does not say
     */
    record Readable(
            String id,
            byte[] hash,
            @Nullable String groupRef,
            @Nullable String groupName,
            @Nullable String senderRef,
            String sender,
            String words,
            @Nullable Instant saidAt)
            implements Item {}

    /**
     * Something that is no message.
     *
     * @param hash SHA-256 of the raw bytes
     * @param raw the bytes as they came
     */
    record Unreadable(byte[] hash, byte[] raw, Fault fault) implements Item {}
}
