package org.fengqiao.matter.web;

import java.util.List;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ReadMatter;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One matter, and what its map shows. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR, Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER})
class MatterController {

    private final MatterPage page;
    private final MatterSheets sheets;
    private final ReadMatter readMatter;
    private final JsonMapper json;

    MatterController(MatterPage page, MatterSheets sheets, ReadMatter readMatter, JsonMapper json) {
        this.page = page;
        this.sheets = sheets;
        this.readMatter = readMatter;
        this.json = json;
    }

    @GetMapping("/matters/{id}")
    ModelAndView matter(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, @RequestParam(defaultValue = "") String done) {
        return page.of(id, me, done);
    }

    /** The number that stands on paper leads to the matter as well. */
    @GetMapping("/matters/by-number/{number}")
    String byNumber(@PathVariable String number) {
        return "redirect:/matters/" + sheets.require(number).id();
    }

    /** Point of a matter and areas of its unit; areas are GeoJSON, everything in GCJ-02. */
    record Map(@Nullable Place point, List<Outline> areas) {}

    /** An area with its name. */
    record Outline(String name, String kind, JsonNode area) {}

    @GetMapping("/matters/{id}/map")
    ResponseEntity<Map> map(@PathVariable long id) {
        MatterView matter = sheets.require(id);
        Place place = matter.place();
        return ResponseEntity.ok(new Map(
                place != null && place.hasPoint() ? place : null,
                readMatter.areas(matter).stream()
                        .map(area -> new Outline(area.name(), area.kind(), json.readTree(area.area())))
                        .toList()));
    }
}
