package org.fengqiao.matter.api;

import java.util.Arrays;
import org.fengqiao.access.Allowed;
import org.fengqiao.audit.Purpose;
import org.fengqiao.matter.RevealCaller;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whom to call. */
@RestController
@RequestMapping("/api/v1/matters/{id}")
class MatterCallerApi {

    private final RevealCaller revealCaller;

    MatterCallerApi(RevealCaller revealCaller) {
        this.revealCaller = revealCaller;
    }

    /** The whole number is told once, to this caller; that it was told is kept, it itself is not. */
    @PostMapping("/reveal")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "people:reveal")
    ResponseEntity<Told.Caller> reveal(@PathVariable long id, @RequestBody Asked.Reveal asked) {
        String phone =
                revealCaller.reveal(id, purpose(asked.purpose()), asked.words()).digits();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Told.Caller(phone));
    }

    private static @Nullable Purpose purpose(@Nullable String name) {
        return name == null
                ? null
                : Arrays.stream(Purpose.values())
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> RefusedException.badInput("refused.reveal.purpose")
                                .at("purpose"));
    }
}
