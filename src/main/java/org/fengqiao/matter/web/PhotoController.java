package org.fengqiao.matter.web;

import java.time.Duration;
import org.fengqiao.access.Allowed;
import org.fengqiao.matter.ShowPhoto;
import org.fengqiao.org.Role;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The photos of a matter, for pages and for programs alike. */
@RestController
class PhotoController {

    private final ShowPhoto showPhoto;

    PhotoController(ShowPhoto showPhoto) {
        this.showPhoto = showPhoto;
    }

    @GetMapping(
            path = {"/matters/{id}/photos/{photo}", "/api/v1/matters/{id}/photos/{photo}"},
            produces = MediaType.IMAGE_JPEG_VALUE)
    @Allowed(
            value = {
                Role.OFFICER,
                Role.AUXILIARY,
                Role.CHIEF,
                Role.SUPERVISOR,
                Role.PARTNER,
                Role.MEDIATOR,
                Role.VOLUNTEER
            },
            scope = "matters:read")
    ResponseEntity<byte[]> photo(
            @PathVariable long id, @PathVariable long photo, @RequestParam(defaultValue = "full") String size) {
        byte[] jpeg = showPhoto.show(id, photo, size.equals("small") ? ShowPhoto.Size.SMALL : ShowPhoto.Size.FULL);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Content-Disposition", "inline; filename=\"photo-%d.jpg\"".formatted(photo))
                .body(jpeg);
    }
}
