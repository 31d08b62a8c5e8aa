package org.fengqiao.matter.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AmendMatter;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskResident;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.TellMatter;
import org.fengqiao.org.Role;
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

    HandlingController(
            MatterPage page,
            AddNote addNote,
            AddWord addWord,
            AttachPhotos attachPhotos,
            AskResident askResident,
            AnswerMatter answerMatter,
            TellMatter tellMatter,
            AmendMatter amendMatter) {
        this.page = page;
        this.addNote = addNote;
        this.addWord = addWord;
        this.attachPhotos = attachPhotos;
        this.askResident = askResident;
        this.answerMatter = answerMatter;
        this.tellMatter = tellMatter;
        this.amendMatter = amendMatter;
    }

    @PostMapping("/matters/{id}/note")
    ModelAndView note(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        List<byte[]> files = bytes(photos);
        return page.after(
                id,
                me,
                "note",
                request,
                response,
                () -> attachPhotos.attach(id, files, ids -> addNote.note(id, null, Actor.of(me), words, ids)));
    }

    @PostMapping("/matters/{id}/word")
    ModelAndView word(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable List<MultipartFile> photos,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        List<byte[]> files = bytes(photos);
        return page.after(
                id,
                me,
                "word",
                request,
                response,
                () -> attachPhotos.attach(id, files, ids -> addWord.add(id, null, Actor.of(me), words, ids)));
    }

    /** A form without a chosen file still sends one empty file. */
    private static List<byte[]> bytes(@Nullable List<MultipartFile> photos) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (MultipartFile photo : photos == null ? List.<MultipartFile>of() : photos) {
            if (!photo.isEmpty() && files.size() <= AttachPhotos.MOST_AT_ONCE) {
                files.add(photo.getBytes());
            }
        }
        return files;
    }

    @PostMapping("/matters/{id}/question")
    ModelAndView ask(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String question,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(
                id, me, "question", request, response, () -> askResident.ask(id, seen, Actor.of(me), question));
    }

    @PostMapping("/matters/{id}/answer")
    ModelAndView answer(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String words,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(
                id, me, "answer", request, response, () -> answerMatter.answer(id, seen, Actor.of(me), words));
    }

    @PostMapping("/matters/{id}/told")
    ModelAndView told(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(id, me, "told", request, response, () -> tellMatter.toldByMouth(id, Actor.of(me)));
    }

    @PostMapping("/matters/{id}/amend")
    ModelAndView amend(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String urgency,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String asker,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(
                id,
                me,
                "amend",
                request,
                response,
                () -> amendMatter.amend(id, seen, Actor.of(me), kind, urgency, place, asker));
    }
}
