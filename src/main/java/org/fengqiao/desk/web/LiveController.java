package org.fengqiao.desk.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.Door;
import org.fengqiao.access.SignedIn;
import org.fengqiao.desk.DeskWatch;
import org.fengqiao.org.Role;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Counts of the desk as they change, as server-sent events. */
@Controller
class LiveController {

    /** Tabs ask anew after this time, so that nothing stays open for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final DeskWatch watch;
    private final Door door;
    private final SessionRepository<?> sessions;

    LiveController(DeskWatch watch, Door door, SessionRepository<?> sessions) {
        this.watch = watch;
        this.door = door;
        this.sessions = sessions;
    }

    @GetMapping(path = "/desk/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
    SseEmitter live(@AuthenticationPrincipal SignedIn me, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("X-Accel-Buffering", "no");
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        DeskWatch.Tab tab = new DeskWatch.Tab() {
            @Override
            public void show(Map<String, Long> counts) throws IOException {
                emitter.send(SseEmitter.event().name("counts").data(counts, MediaType.APPLICATION_JSON));
            }

            @Override
            public void end() {
                emitter.complete();
            }
        };
        emitter.onCompletion(() -> watch.forget(tab));
        emitter.onTimeout(() -> watch.forget(tab));
        emitter.onError(trouble -> watch.forget(tab));
        emitter.send(SseEmitter.event().comment("here").reconnectTime(3_000));
        String session = Optional.ofNullable(request.getSession(false))
                .map(HttpSession::getId)
                .orElse("");
        watch.watch(
                me,
                tab,
                () -> door.stillIn(me).map(now -> now.equals(me)).orElse(false) && sessions.findById(session) != null);
        return emitter;
    }
}
