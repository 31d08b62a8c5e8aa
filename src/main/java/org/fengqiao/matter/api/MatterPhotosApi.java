package org.fengqiao.matter.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.Answered;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/**
 * Photos added to a matter. What is sent lies on disk while its pictures are made anew one after the other; the database is asked for a
 * connection only before and after that.
 */
@RestController
class MatterPhotosApi {

    private static final Set<String> FIELDS = Set.of("photos", "words", "as", "seen", "lang");

    private final AttachPhotos attachPhotos;
    private final AddNote addNote;
    private final AddWord addWord;
    private final Answered answered;
    private final Versions versions;
    private final JsonMapper json;

    MatterPhotosApi(
            AttachPhotos attachPhotos,
            AddNote addNote,
            AddWord addWord,
            Answered answered,
            Versions versions,
            JsonMapper json) {
        this.attachPhotos = attachPhotos;
        this.addNote = addNote;
        this.addWord = addWord;
        this.answered = answered;
        this.versions = versions;
        this.json = json;
    }

    /** Whose photos they are. */
    enum As {
        /** They show what was done. */
        NOTE,
        /** The resident sent them. */
        WORD
    }

    @PostMapping(path = "/api/v1/matters/{id}/photos", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.PhotosAdded> attach(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(defaultValue = "NOTE") As as,
            @RequestParam(required = false) @Nullable Integer seen,
            MultipartHttpServletRequest request,
            @AuthenticationPrincipal SignedIn me) {
        byte[] digest = Answered.digest(request, FIELDS);
        List<MultipartFile> files = Versions.required(photos, "photos");
        String key = Answered.key(request.getHeader(Answered.KEY));
        Integer version = versions.seen(seen);
        return told(answered.given(me.officer(), key, digest).orElseGet(() -> {
            AttachPhotos.Ready ready = attachPhotos.ready(id, AttachPhotos.inTurn(files));
            return answered.once(me.officer(), key, digest, () -> {
                List<Long> ids = attachPhotos.attach(id, ready);
                int now = switch (as) {
                    case NOTE -> addNote.note(id, version, Actor.of(me), words, ids);
                    case WORD -> addWord.add(id, version, Actor.of(me), words, ids);
                };
                return new Answered.Answer(
                        200,
                        Map.of(HttpHeaders.ETAG, Versions.tag(now)),
                        json.writeValueAsString(new Told.PhotosAdded(id, now, ids)));
            });
        }));
    }

    private ResponseEntity<Told.PhotosAdded> told(Answered.Answer answer) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
        answer.headers().forEach(response::header);
        return response.body(json.readValue(answer.body(), Told.PhotosAdded.class));
    }
}
