package org.fengqiao.intake.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.HouseAddress;
import org.fengqiao.matter.ShowPhoto;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.TrackingCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
class TrackingController {

    private final FollowMatter followMatter;
    private final AnswerBack answerBack;
    private final ResidentPages pages;
    private final HouseAddress address;

    TrackingController(FollowMatter followMatter, AnswerBack answerBack, ResidentPages pages, HouseAddress address) {
        this.address = address;
        this.followMatter = followMatter;
        this.answerBack = answerBack;
        this.pages = pages;
    }

    @GetMapping("/t")
    String ask(
            @RequestParam(required = false) @Nullable String code,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        model.addAttribute("code", code);
        if (code == null || code.isBlank()) {
            return "intake/door/AskCodePage";
        }
        try {
            return "redirect:/t/" + followMatter.follow(read(code)).tracking().letters();
        } catch (RefusedException refusal) {
            pages.again(refusal, locale, model, response);
            return "intake/door/AskCodePage";
        }
    }

    @GetMapping("/t/{tracking}")
    String progress(@PathVariable String tracking, Model model) {
        TrackingCode code = read(tracking);
        if (!code.letters().equals(tracking)) {
            return "redirect:/t/" + code.letters();
        }
        return page(followMatter.follow(code), model);
    }

    /** Somebody who reloads after a form was refused. */
    @GetMapping({"/t/{tracking}/words", "/t/{tracking}/settled", "/t/{tracking}/reopen"})
    String reload(@PathVariable String tracking) {
        return "redirect:/t/" + read(tracking).letters();
    }

    @PostMapping("/t/{tracking}/words")
    String add(
            @PathVariable String tracking,
            @RequestParam(required = false) @Nullable String form,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String homepage,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        return after(tracking, "added", words, locale, model, response, matter -> {
            pages.judge(request, matter.tracking().letters(), homepage);
            answerBack.add(matter, form, words, ResidentPages.bytesOf(photos));
        });
    }

    @PostMapping("/t/{tracking}/settled")
    String settled(
            @PathVariable String tracking,
            @RequestParam(required = false) @Nullable String form,
            @RequestParam(required = false) @Nullable Boolean settled,
            @RequestParam(required = false) @Nullable Integer stars,
            @RequestParam(required = false) @Nullable String words,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        return after(tracking, "rated", words, locale, model, response, matter -> {
            pages.judge(request, matter.tracking().letters(), null);
            answerBack.settled(matter, form, settled, stars, words);
        });
    }

    @PostMapping("/t/{tracking}/reopen")
    String reopen(
            @PathVariable String tracking,
            @RequestParam(required = false) @Nullable String form,
            @RequestParam(required = false) @Nullable String words,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        return after(tracking, "reopened", words, locale, model, response, matter -> {
            pages.judge(request, matter.tracking().letters(), null);
            answerBack.reopen(matter, form, words);
        });
    }

    @GetMapping("/t/{tracking}/photos/{photo}")
    ResponseEntity<byte[]> photo(
            @PathVariable String tracking, @PathVariable long photo, @RequestParam(defaultValue = "full") String size) {
        byte[] jpeg = followMatter.photo(
                read(tracking), photo, size.equals("small") ? ShowPhoto.Size.SMALL : ShowPhoto.Size.FULL);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(jpeg);
    }

    /** Something a resident does to the matter. */
    private interface Doing {
        void to(Progress matter);
    }

    /** Does it and shows the page anew; when it is refused, the page comes with the reason and the words still in their form. */
    private String after(
            String tracking,
            String done,
            @Nullable String words,
            Locale locale,
            Model model,
            HttpServletResponse response,
            Doing doing) {
        Progress matter = followMatter.follow(read(tracking));
        try {
            doing.to(matter);
            return "redirect:/t/" + matter.tracking().letters() + "?" + done;
        } catch (RefusedException refusal) {
            pages.again(refusal, locale, model, response);
            model.addAttribute("words", words);
            model.addAttribute("refused", done);
            return page(followMatter.follow(matter.tracking()), model);
        }
    }

    private String page(Progress matter, Model model) {
        model.addAttribute("matter", matter);
        model.addAttribute("key", SentForms.newKey());
        model.addAttribute("mostPhotos", SpeakAtDoor.MOST_PHOTOS);
        model.addAttribute("longest", SpeakAtDoor.LONGEST_WORDS);
        model.addAttribute("link", address.of("/t/" + matter.tracking().letters()));
        return "intake/door/ProgressPage";
    }

    private static TrackingCode read(String typed) {
        return TrackingCode.typed(typed).orElseThrow(FollowMatter::absent);
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
