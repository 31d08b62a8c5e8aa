package org.fengqiao.matter.api;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AmendMatter;
import org.fengqiao.matter.AskResident;
import org.fengqiao.org.Role;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is said and written down about a matter. */
@RestController
@RequestMapping("/api/v1/matters/{id}")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:write")
class MatterWordsApi {

    private final Versions versions;
    private final AddNote addNote;
    private final AddWord addWord;
    private final AmendMatter amendMatter;
    private final AskResident askResident;

    MatterWordsApi(
            Versions versions, AddNote addNote, AddWord addWord, AmendMatter amendMatter, AskResident askResident) {
        this.versions = versions;
        this.addNote = addNote;
        this.addWord = addWord;
        this.amendMatter = amendMatter;
        this.askResident = askResident;
    }

    @PostMapping("/note")
    ResponseEntity<Told.Changed> note(
            @PathVariable long id, @RequestBody Asked.WordsAndPhotos asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> addNote.note(id, seen, by, asked.words(), asked.photoIds()));
    }

    @PostMapping("/word")
    ResponseEntity<Told.Changed> word(
            @PathVariable long id, @RequestBody Asked.WordsAndPhotos asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> addWord.add(id, seen, by, asked.words(), asked.photoIds()));
    }

    @PostMapping("/ask")
    ResponseEntity<Told.Changed> ask(
            @PathVariable long id, @RequestBody Asked.Question asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> askResident.ask(id, seen, by, asked.question()));
    }

    @PostMapping("/amend")
    ResponseEntity<Told.Changed> amend(
            @PathVariable long id, @RequestBody Asked.Amend asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(
                id,
                me,
                asked,
                (by, seen) ->
                        amendMatter.amend(id, seen, by, asked.kind(), asked.urgency(), asked.place(), asked.asker()));
    }
}
