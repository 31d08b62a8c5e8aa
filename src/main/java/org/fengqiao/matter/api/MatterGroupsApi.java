package org.fengqiao.matter.api;

import java.util.List;
import org.fengqiao.access.Allowed;
import org.fengqiao.org.Role;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MatterGroupsApi {

    private final GroupsInSight groups;

    MatterGroupsApi(GroupsInSight groups) {
        this.groups = groups;
    }

    @GetMapping("/api/v1/groups")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "groups:read")
    List<Told.Group> groups() {
        return groups.all();
    }
}
