package org.fengqiao.matter.api;

import org.fengqiao.access.Allowed;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.org.Role;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MatterGroupsApi {

    private final GroupSheets groups;

    MatterGroupsApi(GroupSheets groups) {
        this.groups = groups;
    }

    @GetMapping("/api/v1/groups")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "groups:read")
    Told.Listing<Told.Group> groups(
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(defaultValue = "50") int size) {
        return Told.Listing.of(
                groups.list(words, 0, false, next == null ? null : PageKey.parse(next), size), Told.Group::of);
    }
}
