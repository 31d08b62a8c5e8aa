package org.fengqiao.callback;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ShowsOnMatterPage;
import org.springframework.stereotype.Component;

/** Shows on the page of a matter what was said when it was asked whether it is settled. */
@Component
class CallsOnMatterPage implements ShowsOnMatterPage {

    private final CallbackSheets sheets;

    CallsOnMatterPage(CallbackSheets sheets) {
        this.sheets = sheets;
    }

    @Override
    public Optional<Panel> panel(MatterView matter, SignedIn me) {
        List<CallbackSheets.Call> calls = sheets.of(matter.id());
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(new Panel("callback.panel", "callback/MatterPanel", Map.of("calls", calls)));
    }
}
