package org.fengqiao.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that came over a bridge.
 *
 * @param externalId the vendor's id, unique at the bridge
 * @param groupRef what the bridge calls the group it was said in, null for none
 * @param groupName how that group was called then, null when the bridge does not say
 * @param senderRef what the bridge calls the sender, null when it does not say
 * @param sender how the sender was called, empty when unknown
 * @param words empty once it was forgotten
 * @param matterId the matter it opened or joined, 0 for none
 */
public record Message(
        long id,
        int unitId,
        int bridgeId,
        String externalId,
        @Nullable String groupRef,
        @Nullable String groupName,
        @Nullable String senderRef,
        String sender,
        String words,
        Instant saidAt,
        Instant receivedAt,
        State state,
        long matterId) {

    /** What became of it. */
    public enum State {
        /** Not looked at yet. */
        WAITING,
        /** It opened a matter or was added to one. */
        MATTER,
        /** Chatter; its words are gone. */
        FORGOTTEN
    }
}
