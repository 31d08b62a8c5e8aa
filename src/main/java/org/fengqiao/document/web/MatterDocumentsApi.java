package org.fengqiao.document.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.Answered;
import org.fengqiao.access.SignedIn;
import org.fengqiao.document.AttachDocument;
import org.fengqiao.document.ReadDocument;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** The papers beside a matter, for programs. */
@RestController
@RequestMapping("/api/v1/matters/{id}/documents")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:read")
class MatterDocumentsApi {

    private static final Set<String> FIELDS = Set.of("document", "words", "lang");

    private final MatterSheets matters;
    private final ReadDocument readDocument;
    private final AttachDocument attachDocument;
    private final Answered answered;
    private final JsonMapper json;

    MatterDocumentsApi(
            MatterSheets matters,
            ReadDocument readDocument,
            AttachDocument attachDocument,
            Answered answered,
            JsonMapper json) {
        this.matters = matters;
        this.readDocument = readDocument;
        this.attachDocument = attachDocument;
        this.answered = answered;
        this.json = json;
    }

    /**
     * A paper as it is listed.
     *
     * @param quarantined why it is not handed out, null for a sound one
     */
    record DocumentTold(
            long id, String name, int kilobytes, @Nullable String quarantined, String addedBy, Instant addedAt) {

        static DocumentTold of(ReadDocument.Row row) {
            return new DocumentTold(row.id(), row.name(), row.kilobytes(), row.quarantined(), row.byName(), row.at());
        }
    }

    /** A paper that was put beside a matter. */
    record DocumentAdded(long id, long document) {}

    @GetMapping
    List<DocumentTold> documents(@PathVariable long id) {
        return readDocument.of(matters.require(id).id()).stream()
                .map(DocumentTold::of)
                .toList();
    }

    @GetMapping("/{document}")
    ResponseEntity<byte[]> document(@PathVariable long id, @PathVariable long document) {
        return DocumentController.file(readDocument.paper(id, document));
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<DocumentAdded> attachDocument(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable MultipartFile document,
            @RequestParam(required = false) @Nullable String words,
            MultipartHttpServletRequest request,
            @AuthenticationPrincipal SignedIn me) {
        byte[] digest = Answered.digest(request, FIELDS);
        String key = Answered.key(request.getHeader(Answered.KEY));
        if (document == null) {
            throw RefusedException.badInput("refused.field.missing", "document").at("document");
        }
        Answered.Answer answer = answered.given(me.officer(), key, digest).orElseGet(() -> {
            AttachDocument.Ready ready = AttachDocument.ready(document.getOriginalFilename(), bytes(document), words);
            return answered.once(
                    me.officer(),
                    key,
                    digest,
                    () -> new Answered.Answer(
                            201,
                            Map.of(),
                            json.writeValueAsString(
                                    new DocumentAdded(id, attachDocument.attach(id, Actor.of(me), ready)))));
        });
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
        answer.headers().forEach(response::header);
        return response.body(json.readValue(answer.body(), DocumentAdded.class));
    }

    private static byte[] bytes(MultipartFile file) {
        try {
            return file.getBytes();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
