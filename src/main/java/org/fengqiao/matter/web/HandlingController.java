package org.fengqiao.matter.web;

import java.util.List;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AmendMatter;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskResident;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.TellMatter;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What is done about a matter and said to who asked. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class HandlingController {

    private final MatterPage page;
    private final AddNote addNote;
    private final AddWord addWord;
    private final AttachPhotos attachPhotos;
    private final AskResident askResident;
    private final AnswerMatter answerMatter;
    private final TellMatter tellMatter;
    private final AmendMatter amendMatter;
    private final CallBackMatter callBackMatter;

    HandlingController(
            MatterPage page,
            AddNote addNote,
            AddWord addWord,
            AttachPhotos attachPhotos,
            AskResident askResident,
            AnswerMatter answerMatter,
            TellMatter tellMatter,
            AmendMatter amendMatter,
            CallBackMatter callBackMatter) {
        this.page = page;
        this.addNote = addNote;
        this.addWord = addWord;
        this.attachPhotos = attachPhotos;
        this.askResident = askResident;
        this.answerMatter = answerMatter;
        this.tellMatter = tellMatter;
        this.amendMatter = amendMatter;
        this.callBackMatter = callBackMatter;
    }

    /** From the page of those who wait for the call one goes back there. */
    @PostMapping("/matters/{id}/callback")
    ModelAndView callBack(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable Boolean settled,
            @RequestParam(required = false) @Nullable Integer stars,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(defaultValue = "false") boolean close,
            @RequestParam(defaultValue = "") String from) {
        ModelAndView after = page.after(id, me, "callback", by -> {
            if (settled == null) {
                throw RefusedException.badInput("refused.callback.settled").at("settled");
            }
            if (close) {
                callBackMatter.callBackAndClose(id, seen, by, settled, stars, words);
            } else {
                callBackMatter.callBack(id, seen, by, settled, stars, words);
            }
        });
        return from.equals("callbacks") && after.getStatus() == null ? new ModelAndView("redirect:/callbacks") : after;
    }

    @PostMapping("/matters/{id}/note")
    ModelAndView note(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos) {
        return page.after(
                id,
                me,
                "note",
                by -> attachPhotos.attach(id, chosen(photos), ids -> addNote.note(id, null, by, words, ids)));
    }

    @PostMapping("/matters/{id}/word")
    ModelAndView word(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos) {
        return page.after(
                id,
                me,
                "word",
                by -> attachPhotos.attach(id, chosen(photos), ids -> addWord.add(id, null, by, words, ids)));
    }

    /** A form without a chosen file still sends one empty file. */
    private static List<byte[]> chosen(@Nullable List<MultipartFile> photos) {
        return photos == null
                ? List.of()
                : AttachPhotos.inTurn(
                        photos.stream().filter(photo -> !photo.isEmpty()).toList());
    }

    @PostMapping("/matters/{id}/question")
    ModelAndView ask(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String question) {
        return page.after(id, me, "question", by -> askResident.ask(id, seen, by, question));
    }

    @PostMapping("/matters/{id}/answer")
    ModelAndView answer(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String words) {
        return page.after(id, me, "answer", by -> answerMatter.answer(id, seen, by, words));
    }

    @PostMapping("/matters/{id}/told")
    ModelAndView told(@AuthenticationPrincipal SignedIn me, @PathVariable long id) {
        return page.after(id, me, "told", by -> tellMatter.toldByMouth(id, null, by));
    }

    @PostMapping("/matters/{id}/amend")
    ModelAndView amend(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String urgency,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String asker) {
        return page.after(id, me, "amend", by -> amendMatter.amend(id, seen, by, kind, urgency, place, asker));
    }
}
