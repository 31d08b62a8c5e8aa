package org.fengqiao.document;

import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ShowsOnMatterPage;
import org.springframework.stereotype.Component;

/** Shows the papers beside a matter on its page, and where to put another. */
@Component
class DocumentsOnMatterPage implements ShowsOnMatterPage {

    private final ReadDocument readDocument;

    DocumentsOnMatterPage(ReadDocument readDocument) {
        this.readDocument = readDocument;
    }

    @Override
    public Optional<Panel> panel(MatterView matter, SignedIn me) {
        if (!me.role().worksAtDesk()) {
            return Optional.empty();
        }
        return Optional.of(new Panel(
                "document.panel",
                "document/MatterPanel",
                Map.of("papers", readDocument.of(matter.id()), "matter", matter.id())));
    }
}
