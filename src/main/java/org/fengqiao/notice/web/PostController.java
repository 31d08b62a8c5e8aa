package org.fengqiao.notice.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.notice.Callouts;
import org.fengqiao.notice.ConfirmPost;
import org.fengqiao.notice.PostWarning;
import org.fengqiao.notice.Posts;
import org.fengqiao.notice.WithdrawPost;
import org.fengqiao.org.Role;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class PostController {

    private final Posts posts;
    private final PostWarning postWarning;
    private final ConfirmPost confirmPost;
    private final WithdrawPost withdrawPost;
    private final Callouts callouts;
    private final GroupSheets groups;
    private final TakeAlong takeAlong;

    PostController(
            Posts posts,
            PostWarning postWarning,
            ConfirmPost confirmPost,
            WithdrawPost withdrawPost,
            Callouts callouts,
            GroupSheets groups,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.posts = posts;
        this.postWarning = postWarning;
        this.confirmPost = confirmPost;
        this.withdrawPost = withdrawPost;
        this.callouts = callouts;
        this.groups = groups;
    }

    @GetMapping("/posts")
    String open(Model model) {
        model.addAttribute("posts", posts.open());
        return page(model, "open");
    }

    @GetMapping("/posts/done")
    String done(Model model) {
        model.addAttribute("posts", posts.done());
        return page(model, "done");
    }

    @GetMapping("/posts.xlsx")
    @StepUp
    void table(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "false") boolean done,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "posts",
                        "posts.title",
                        List.of(
                                new Column<>("posts.table.kind", 10, post -> Said.of("post.kind." + post.kind())),
                                new Column<>("posts.words", 60, post -> MaskedText.of(post.words(), List.of())),
                                new Column<>("matter.table.number", 20, Posts.Post::matterNumber),
                                new Column<>("posts.table.by", 12, Posts.Post::askedBy),
                                new Column<>("posts.table.at", 18, Posts.Post::askedAt),
                                new Column<>(
                                        "posts.table.groups",
                                        10,
                                        post -> post.receipts().size()),
                                new Column<>("posts.tab.done", 10, Posts.Post::posted)),
                        TakeAlong.Lines.of(done ? posts.done() : posts.open())),
                locale);
    }

    @GetMapping("/posts/callouts")
    String callouts(Model model) {
        model.addAttribute("callouts", callouts.unsettled());
        return page(model, "callouts");
    }

    private String page(Model model, String tab) {
        model.addAttribute("tab", tab);
        model.addAttribute(
                "unsettled", tab.equals("callouts") ? 0 : callouts.unsettled().size());
        return "notice/PostsPage";
    }

    @GetMapping("/posts/new")
    String blank(@AuthenticationPrincipal SignedIn me, @RequestParam(defaultValue = "0") long matter, Model model) {
        model.addAttribute("draft", matter == 0 ? "" : postWarning.draft(matter));
        model.addAttribute("matter", matter);
        model.addAttribute("groups", groups.inUse(me.officer()));
        model.addAttribute("longest", PostWarning.LONGEST);
        return "notice/NewPostPage";
    }

    @PostMapping("/posts")
    String post(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(defaultValue = "") List<Integer> group,
            @RequestParam(defaultValue = "0") long matter) {
        List<Long> made = postWarning.post(me, words, group, matter);
        return made.size() == 1 ? "redirect:/posts/" + made.getFirst() : "redirect:/posts";
    }

    @GetMapping("/posts/{id}")
    String one(@PathVariable long id, Model model) {
        model.addAttribute(
                "posts",
                List.of(posts.find(id)
                        .orElseThrow(() ->
                                RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.post.absent"))));
        return page(model, "one");
    }

    @PostMapping("/posts/{id}/receipts")
    String posted(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int group,
            @RequestParam(defaultValue = "") String back) {
        confirmPost.posted(id, group, Actor.of(me));
        if (back.matches("/matters/[0-9]{1,18}|/posts/[0-9]{1,18}")) {
            return "redirect:" + back;
        }
        return "redirect:/posts";
    }

    @PostMapping("/posts/{id}/withdraw")
    String withdraw(@PathVariable long id) {
        withdrawPost.withdraw(id);
        return "redirect:/posts";
    }

    @PostMapping("/posts/callouts/{id}/settle")
    String settle(@AuthenticationPrincipal SignedIn me, @PathVariable long id) {
        callouts.settled(id, Actor.of(me));
        return "redirect:/posts/callouts";
    }

    @PostMapping("/posts/callouts/{id}/send-again")
    String sendAgain(@PathVariable long id) {
        callouts.sendAgain(id);
        return "redirect:/posts/callouts";
    }
}
