package org.fengqiao.channel.hook;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.fengqiao.channel.Bridge;
import org.fengqiao.database.Secrets;
import org.springframework.stereotype.Component;

/** The secrets of bridges. None is kept: each follows from the house's own secret, the bridge and a serial. */
@Component
public class BridgeSecrets {

    private final Secrets secrets;
    private final Clock clock;

    BridgeSecrets(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The secret in use, to be shown to an administrator once. */
    public String show(Bridge bridge) {
        return secret(bridge.id(), bridge.serial());
    }

    /** What signs our calls to a bridge and checks its calls to us, as of now. */
    public StandardWebhooks of(Bridge bridge) {
        String present = show(bridge);
        return new StandardWebhooks(
                bridge.takesFormer(clock.instant()) && bridge.serial() > 1
                        ? List.of(present, secret(bridge.id(), bridge.serial() - 1))
                        : List.of(present));
    }

    private String secret(int bridge, int serial) {
        return "whsec_" + Base64.getEncoder().encodeToString(secrets.derived("bridge/" + bridge + "/" + serial));
    }
}
