package org.fengqiao.vault;

import java.util.List;
import java.util.Optional;
import org.fengqiao.vault.SealingKey.State;

/** The keys as the file had them when it was read, the oldest first. */
record Keys(List<SealingKey> all) {

    Keys {
        all = List.copyOf(all);
    }

    SealingKey current() {
        return all.stream()
                .filter(key -> key.state() == State.CURRENT)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no key to seal with"));
    }

    Optional<SealingKey> find(int id) {
        return all.stream().filter(key -> key.id() == id).findFirst();
    }

    int highest() {
        return all.stream().mapToInt(SealingKey::id).max().orElse(0);
    }

    /** The same with this key sealing; the one that did only opens from now on. */
    Keys sealingWith(int id) {
        return new Keys(all.stream()
                .map(key -> key.id() == id
                        ? key.in(State.CURRENT)
                        : key.state() == State.CURRENT ? key.in(State.FORMER) : key)
                .toList());
    }

    Keys with(SealingKey another) {
        return new Keys(java.util.stream.Stream.concat(all.stream(), java.util.stream.Stream.of(another))
                .toList());
    }

    Keys only(int id) {
        return new Keys(all.stream().filter(key -> key.id() == id).toList());
    }
}
