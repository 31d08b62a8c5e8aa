package org.fengqiao.notice;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.ShowsOnDesk;
import org.springframework.stereotype.Component;

/** Counts on the desk the texts that some group still lacks: an answer is given only when it stands in the group. */
@Component
class PostsOnDesk implements ShowsOnDesk {

    private final Posts posts;

    PostsOnDesk(Posts posts) {
        this.posts = posts;
    }

    @Override
    public List<Tile> tiles(SignedIn me) {
        return List.of(new Tile("posts", "/posts", "clipboard-text", posts.waiting(), false));
    }
}
