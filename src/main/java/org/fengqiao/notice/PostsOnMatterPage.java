package org.fengqiao.notice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ShowsOnMatterPage;
import org.springframework.stereotype.Component;

/** Shows on the page of a matter what is to be put into groups for it, and who has put it where. */
@Component
class PostsOnMatterPage implements ShowsOnMatterPage {

    private final Posts posts;

    PostsOnMatterPage(Posts posts) {
        this.posts = posts;
    }

    @Override
    public Optional<Panel> panel(MatterView matter, SignedIn me) {
        if (!me.role().worksAtDesk()) {
            return Optional.empty();
        }
        List<Posts.Post> its = posts.of(matter.id());
        return Optional.of(new Panel(
                "notice.panel",
                "notice/MatterPanel",
                Map.of("posts", its, "matter", matter.id(), "back", "/matters/" + matter.id())));
    }
}
