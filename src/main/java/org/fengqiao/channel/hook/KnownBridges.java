package org.fengqiao.channel.hook;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.channel.ChangeBridge;
import org.fengqiao.database.Sight;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The bridges that may come in, remembered for a few seconds so that a message does not cost a look-up. */
@Component
class KnownBridges {

    private static final long REMEMBERED = Duration.ofSeconds(2).toNanos();
    private static final int MOST = 10_000;

    private final Bridges bridges;
    private final BridgeSecrets secrets;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    KnownBridges(Bridges bridges, BridgeSecrets secrets) {
        this.bridges = bridges;
        this.secrets = secrets;
    }

    /** A bridge and what checks its calls; both null when there is none that may come in. */
    private record Known(@Nullable Bridge bridge, @Nullable StandardWebhooks signatures, long until) {}

    /** Proof that a call is of this bridge. */
    interface Check {
        void verify(StandardWebhooks signatures);
    }

    /** The bridge, proven; null when there is none or it is disabled. */
    @Nullable
    Bridge proven(int id, Check check) {
        Known one = known.get(id);
        if (one == null || one.until() - System.nanoTime() <= 0) {
            one = look(id);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(id, one);
        }
        if (one.signatures() == null) {
            return null;
        }
        check.verify(one.signatures());
        return one.bridge();
    }

    @TransactionalEventListener
    void forget(ChangeBridge.Changed changed) {
        known.remove(changed.bridge());
    }

    private Known look(int id) {
        Bridge bridge = Sight.HOUSE
                .see(() -> bridges.find(id))
                .filter(found -> !found.disabled())
                .orElse(null);
        return new Known(bridge, bridge == null ? null : secrets.of(bridge), System.nanoTime() + REMEMBERED);
    }
}
