package org.fengqiao.channel.hook;

import java.time.Clock;
import java.util.List;
import org.fengqiao.channel.Bridge;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes in what a bridge sends: proves the sender, reads, keeps, and returns after the commit. */
@Component
public class ReceiveMessages {

    /** Most bytes of one request. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    private final KnownBridges bridges;
    private final MessageWriter writer;
    private final Clock clock;

    ReceiveMessages(KnownBridges bridges, MessageWriter writer, Clock clock) {
        this.bridges = bridges;
        this.writer = writer;
        this.clock = clock;
    }

    /** The three headers of a signed call, as they came. */
    public record Signature(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signatures) {}

    /**
     * What became of a request.
     *
     * @param batch true when it was an array, whose outcomes stand in its order; otherwise there is exactly one outcome
     */
    public record Received(boolean batch, List<Outcome> outcomes) {}

    /**
     * Says whose call it is.
     *
     * @throws RefusedException when it is nobody's: no such bridge at work, or not signed by it just now
     */
    public Bridge prove(int bridge, Signature signature, byte[] body) {
        Bridge proven = bridges.proven(
                bridge,
                signatures -> signatures.verify(
                        signature.id(), signature.timestamp(), signature.signatures(), body, clock.instant()));
        if (proven == null) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.hook.signature");
        }
        return proven;
    }

    /**
     * Keeps what a proven call carries. Returning means it is durable.
     *
     * @throws RefusedException TOO_LARGE when there are too many messages in it; BUSY when the commit failed or its end is unknown:
     *     sent again under the same ids it is safe
     */
    public Received receive(Bridge bridge, byte[] body) {
        HookBody read = HookBody.read(body);
        return new Received(read.batch(), writer.keep(bridge, read.items()));
    }
}
