package org.fengqiao.intake;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.ShowsOnDesk;
import org.springframework.stereotype.Component;

/** Counts on the desk what came over bridges and waits to be sorted. */
@Component
class InboxOnDesk implements ShowsOnDesk {

    private final Inbox inbox;

    InboxOnDesk(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public List<Tile> tiles(SignedIn me) {
        return List.of(new Tile("inbox", "/inbox", "inbox", inbox.count(), false));
    }
}
