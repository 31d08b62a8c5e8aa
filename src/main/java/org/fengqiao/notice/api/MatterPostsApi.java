package org.fengqiao.notice.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.notice.ConfirmPost;
import org.fengqiao.notice.PostWarning;
import org.fengqiao.notice.Posts;
import org.fengqiao.notice.WithdrawPost;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The texts of a matter that somebody puts into groups: asking for one, the word that it is there, and taking it back. */
@RestController
@RequestMapping("/api/v1/matters/{id}/posts")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:read")
class MatterPostsApi {

    private final MatterSheets matters;
    private final Posts posts;
    private final PostWarning postWarning;
    private final ConfirmPost confirmPost;
    private final WithdrawPost withdrawPost;

    MatterPostsApi(
            MatterSheets matters,
            Posts posts,
            PostWarning postWarning,
            ConfirmPost confirmPost,
            WithdrawPost withdrawPost) {
        this.matters = matters;
        this.posts = posts;
        this.postWarning = postWarning;
        this.confirmPost = confirmPost;
        this.withdrawPost = withdrawPost;
    }

    /** A text to be put into groups, by their ids. */
    record WarningAsked(@Nullable String words, @Nullable List<Integer> groups) {}

    /**
     * A text for groups.
     *
     * @param askedBy the officer who wants it posted, null when the house does
     */
    record PostTold(
            long id,
            Posts.Kind kind,
            String words,
            @Nullable String askedBy,
            Instant askedAt,
            boolean withdrawn,
            List<ReceiptTold> receipts) {

        static PostTold of(Posts.Post post) {
            return new PostTold(
                    post.id(),
                    post.kind(),
                    post.words(),
                    post.askedBy().isEmpty() ? null : post.askedBy(),
                    post.askedAt(),
                    post.withdrawn(),
                    post.receipts().stream().map(ReceiptTold::of).toList());
        }
    }

    /** Whether a group has it; both are null until somebody put it there. */
    record ReceiptTold(
            int group,
            String name,
            @Nullable Instant postedAt,
            @Nullable String postedBy) {

        static ReceiptTold of(Posts.Receipt receipt) {
            return new ReceiptTold(
                    receipt.groupId(),
                    receipt.groupName(),
                    receipt.postedAt(),
                    receipt.posted() ? receipt.postedBy() : null);
        }
    }

    @GetMapping
    List<PostTold> posts(@PathVariable long id) {
        return posts.of(matters.require(id).id()).stream().map(PostTold::of).toList();
    }

    @PostMapping("/{post}/receipts/{group}")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    PostTold posted(
            @PathVariable long id,
            @PathVariable long post,
            @PathVariable int group,
            @AuthenticationPrincipal SignedIn me) {
        require(id, post);
        confirmPost.posted(post, group, Actor.of(me));
        return PostTold.of(require(id, post));
    }

    /** One text for each unit whose groups are meant. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    List<PostTold> warn(@PathVariable long id, @RequestBody WarningAsked asked, @AuthenticationPrincipal SignedIn me) {
        matters.require(id);
        List<Integer> groups = asked.groups() == null
                ? List.of()
                : asked.groups().stream().filter(Objects::nonNull).toList();
        return postWarning.post(me, asked.words(), groups, id).stream()
                .map(post -> PostTold.of(require(id, post)))
                .toList();
    }

    @PostMapping("/{post}/withdraw")
    @Allowed(
            value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    PostTold withdraw(@PathVariable long id, @PathVariable long post) {
        require(id, post);
        withdrawPost.withdraw(post);
        return PostTold.of(require(id, post));
    }

    private Posts.Post require(long id, long post) {
        return posts.find(post)
                .filter(its -> its.matterId() == id)
                .orElseThrow(() -> RefusedException.because(Reason.NOT_FOUND, "refused.post.absent"));
    }
}
