package org.fengqiao.document.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.document.AttachDocument;
import org.fengqiao.document.ReadDocument;
import org.fengqiao.matter.Actor;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class DocumentController {

    private final AttachDocument attachDocument;
    private final ReadDocument readDocument;

    DocumentController(AttachDocument attachDocument, ReadDocument readDocument) {
        this.attachDocument = attachDocument;
        this.readDocument = readDocument;
    }

    @PostMapping("/matters/{id}/documents")
    String attach(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable MultipartFile document,
            @RequestParam(required = false) @Nullable String words)
            throws IOException {
        if (document == null) {
            throw RefusedException.badInput("refused.document.empty").at("document");
        }
        attachDocument.attach(id, Actor.of(me), document.getOriginalFilename(), document.getBytes(), words);
        return "redirect:/matters/" + id + "?done=document";
    }

    /** Always a file to save, never a page of ours: no browser may run or guess anything in it. */
    @GetMapping("/matters/{id}/documents/{document}")
    ResponseEntity<byte[]> paper(@PathVariable long id, @PathVariable long document) {
        return file(readDocument.paper(id, document));
    }

    static ResponseEntity<byte[]> file(ReadDocument.Paper paper) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(paper.type()))
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(paper.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(paper.content());
    }
}
