package org.fengqiao.matter;

import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;

/** A door for rooms above: they may show a panel of their own on the page of a matter. */
public interface ShowsOnMatterPage {

    /**
     * A panel.
     *
     * @param titleKey message key of its title
     * @param template the template that holds a fragment named {@code panel}, for example {@code notice/MatterPanel}; it finds the
     *     values of {@code model} under {@code ${panel.model}}
     */
    record Panel(String titleKey, String template, Map<String, Object> model) {}

    /** The panel for this reader, empty when there is nothing to show. Called within the reader's transaction. */
    Optional<Panel> panel(MatterView matter, SignedIn me);
}
