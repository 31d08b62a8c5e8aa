package org.fengqiao.stories;

import org.fengqiao.town.Browser;

/** What somebody in a story holds in the hand or has on the table. */
enum Device {
    PHONE,
    DESKTOP;

    Browser.Window of(Browser browser) {
        return this == PHONE ? browser.phone() : browser.desktop();
    }
}
