package org.fengqiao.intake.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.shared.Gcj02;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

@Controller
@AllowedToEverybody
class DoorController {

    private final Doors doors;
    private final SpeakAtDoor speakAtDoor;
    private final ResidentPages pages;

    DoorController(Doors doors, SpeakAtDoor speakAtDoor, ResidentPages pages) {
        this.doors = doors;
        this.speakAtDoor = speakAtDoor;
        this.pages = pages;
    }

    /** What the form sends, and what is written into it again when it is refused. */
    record Form(
            @Nullable String form,
            @Nullable String words,
            @Nullable String place,
            @Nullable String longitude,
            @Nullable String latitude,
            @Nullable String datum,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String homepage,
            @Nullable String about) {

        static Form blank() {
            return new Form(SentForms.newKey(), "", "", "", "", "", "", "", "", "");
        }

        @Nullable
        Place where() {
            Double east = degrees(longitude);
            Double north = degrees(latitude);
            boolean said = place != null && !place.isBlank();
            if (east == null || north == null) {
                return said ? Place.of(String.valueOf(place)) : null;
            }
            Gcj02 point = "wgs84".equals(datum) ? Gcj02.fromWgs84(east, north) : new Gcj02(east, north);
            return new Place(said ? String.valueOf(place) : "", point.longitude(), point.latitude());
        }

        boolean isAboutUnit() {
            return "true".equals(about);
        }

        /** What a browser could not measure is no reason to send a resident away. */
        private static @Nullable Double degrees(@Nullable String number) {
            try {
                return number == null || number.isBlank() ? null : Double.valueOf(number);
            } catch (NumberFormatException notMeasured) {
                return null;
            }
        }

        @Nullable
        PhoneNumber telephone() {
            return phone == null || phone.isBlank() ? null : PhoneNumber.of(phone);
        }
    }

    @GetMapping("/r/{code}")
    String door(@PathVariable String code, Model model) {
        return form(doors.require(code), Form.blank(), model);
    }

    @PostMapping("/r/{code}")
    String speak(
            @PathVariable String code,
            Form form,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        Doorway door = doors.require(code);
        try {
            pages.judge(request, door.code(), form.homepage());
            String tracking = speakAtDoor.speak(
                    door,
                    new Said(
                            form.form(),
                            form.words() == null ? "" : form.words(),
                            form.where(),
                            form.name() == null ? "" : form.name(),
                            form.telephone(),
                            ResidentPages.bytesOf(photos),
                            form.isAboutUnit()));
            return "redirect:/t/" + tracking + "?received";
        } catch (RefusedException refusal) {
            pages.again(refusal, locale, model, response);
            model.addAttribute("photosLost", photos != null && photos.stream().anyMatch(photo -> !photo.isEmpty()));
            return form(door, form, model);
        }
    }

    private String form(Doorway door, Form form, Model model) {
        model.addAttribute("door", door);
        model.addAttribute("form", form);
        model.addAttribute("key", form.form() == null ? SentForms.newKey() : form.form());
        model.addAttribute("mostPhotos", SpeakAtDoor.MOST_PHOTOS);
        model.addAttribute("longest", SpeakAtDoor.LONGEST_WORDS);
        return "intake/door/DoorPage";
    }

    @ExceptionHandler(RefusedException.class)
    ModelAndView refused(RefusedException refusal, Locale locale) {
        return pages.refused(refusal, locale);
    }

    @ExceptionHandler(MultipartException.class)
    ModelAndView tooLarge(MultipartException refusal, Locale locale) {
        return pages.refused(RefusedException.because(Reason.TOO_LARGE, "refused.door.large"), locale);
    }
}
