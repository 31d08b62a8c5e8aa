package org.fengqiao.channel.hook;

import java.util.Comparator;
import java.util.HexFormat;
import org.fengqiao.channel.Bridge;
import org.jspecify.annotations.Nullable;

/** One thing of a request, and what became of it. */
final class Arrival {

    /** Two transactions that keep the same things wait for each other one way only. */
    static final Comparator<Arrival> ONE_ORDER = Comparator.comparing(
            Arrival::key, Comparator.comparingInt(Key::bridge).thenComparing(Key::id));

    final Bridge bridge;
    Item item;

    @Nullable
    Outcome outcome;

    Arrival(Bridge bridge, Item item) {
        this.bridge = bridge;
        this.item = item;
    }

    /** Under what the database keeps it. */
    record Key(int bridge, String id) {}

    Key key() {
        return switch (item) {
            case Item.Readable message -> new Key(bridge.id(), message.id());
            case Item.Unreadable raw -> new Key(bridge.id(), HexFormat.of().formatHex(raw.hash()));
        };
    }
}
