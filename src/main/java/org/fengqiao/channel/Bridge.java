package org.fengqiao.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bridge carries the messages of a vendor or a robot to us and takes our answers back.
 *
 * @param serial number of the secret in use; the secret itself is derived from it and stands nowhere
 * @param formerUntil until when the secret before this one is good as well, null for no longer
 * @param answerUrl where answers are called out to, empty for nowhere
 */
public record Bridge(
        int id,
        int unitId,
        String name,
        Opens opens,
        int serial,
        @Nullable Instant formerUntil,
        String answerUrl,
        Instant createdAt,
        boolean disabled) {

    /** What becomes of a message that came over the bridge. */
    public enum Opens {
        /** It waits at the desk, where an officer tells matters from chatter. */
        DESK,
        /** Each message is a matter: the sender asks on purpose. */
        MATTER
    }

    /** True while the secret before the present one is still taken. */
    public boolean takesFormer(Instant now) {
        return formerUntil != null && now.isBefore(formerUntil);
    }
}
