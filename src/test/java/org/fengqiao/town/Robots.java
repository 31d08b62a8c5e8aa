package org.fengqiao.town;

import org.fengqiao.channel.AddBridge;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.channel.hook.BridgeSecrets;
import org.fengqiao.database.Sight;
import org.springframework.boot.test.context.TestComponent;

/** Bridges of the town and the robots that speak over them. */
@TestComponent
public class Robots {

    private final AddBridge addBridge;
    private final Bridges bridges;
    private final BridgeSecrets secrets;

    Robots(AddBridge addBridge, Bridges bridges, BridgeSecrets secrets) {
        this.addBridge = addBridge;
        this.bridges = bridges;
        this.secrets = secrets;
    }

    /** A new bridge of this unit, with nowhere to call out to. */
    public int bridge(int unit, Bridge.Opens opens) {
        return bridge(unit, opens, "");
    }

    /** A new bridge of this unit that calls out to this address. */
    public int bridge(int unit, Bridge.Opens opens, String answerUrl) {
        return Sight.HOUSE.see(() -> addBridge.add(unit, "青石微信助手", opens, answerUrl));
    }

    /** The secret the bridge has now. */
    public String secretOf(int bridge) {
        return secrets.show(Sight.HOUSE.see(() -> bridges.find(bridge)).orElseThrow());
    }

    /** A robot that speaks over the bridge, to the house at this port. */
    public BridgeRobot robot(int port, int bridge) {
        return new BridgeRobot(port, bridge, secretOf(bridge));
    }
}
