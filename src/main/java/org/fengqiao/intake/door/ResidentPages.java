package org.fengqiao.intake.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What the residents' pages have in common: refusals in plain words, the honeypot, the photos of a form. */
@Component
class ResidentPages {

    private final MessageSource messages;
    private final Knocks knocks;

    ResidentPages(MessageSource messages, Knocks knocks) {
        this.messages = messages;
        this.knocks = knocks;
    }

    /**
     * Judges whether a form may come in at all.
     *
     * @param trap a field that people do not see; what fills it is a program
     * @throws RefusedException when the trap is filled or too much is sent
     */
    void judge(HttpServletRequest request, String door, @Nullable String trap) {
        knocks.count(request.getRemoteAddr(), door);
        if (trap != null && !trap.isEmpty()) {
            throw RefusedException.badInput("refused.door.trap");
        }
    }

    /** The files that were really chosen: a browser sends an empty part where none was. */
    static List<byte[]> bytesOf(@Nullable List<MultipartFile> photos) {
        if (photos == null) {
            return List.of();
        }
        List<MultipartFile> chosen =
                photos.stream().filter(photo -> !photo.isEmpty()).toList();
        if (chosen.size() > SpeakAtDoor.MOST_PHOTOS) {
            throw RefusedException.because(
                            Reason.TOO_LARGE, "refused.door.photos", SpeakAtDoor.MOST_PHOTOS, chosen.size())
                    .at("photos");
        }
        return AttachPhotos.inTurn(chosen);
    }

    /** The refusal in words, for the form that is shown again. */
    String words(RefusedException refusal, Locale locale) {
        return String.valueOf(messages.getMessage(refusal.key(), refusal.args().toArray(), refusal.key(), locale));
    }

    /** A page that says what went wrong and where to go from here. */
    ModelAndView refused(RefusedException refusal, Locale locale) {
        ModelAndView page = new ModelAndView("intake/door/RefusedPage");
        page.setStatus(status(refusal.reason()));
        page.addObject("words", words(refusal, locale));
        return page;
    }

    /** Writes a refusal above the form it is about. */
    void again(
            RefusedException refusal, Locale locale, Model model, jakarta.servlet.http.HttpServletResponse response) {
        response.setStatus(status(refusal.reason()).value());
        if (refusal.reason() == Reason.BUSY) {
            response.setHeader("Retry-After", "600");
        }
        model.addAttribute("error", words(refusal, locale));
    }

    private static HttpStatus status(Reason reason) {
        return switch (reason) {
            case BAD_INPUT -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            case CONFLICT -> HttpStatus.CONFLICT;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case GONE -> HttpStatus.GONE;
            case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
        };
    }
}
