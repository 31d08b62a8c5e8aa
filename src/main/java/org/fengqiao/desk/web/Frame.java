package org.fengqiao.desk.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.fengqiao.access.Factors;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.DiskSpace;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** What the frame around a page shows to its reader: where one can go, where one is. Templates reach it as {@code @frame}. */
@Component("frame")
class Frame {

    /**
     * A place one can go to.
     *
     * @param path address
     * @param key of its name among the messages
     * @param icon Tabler icon
     */
    public record Place(String path, String key, String icon) {}

    private static final Place DESK = new Place("/", "nav.desk", "layout-dashboard");
    private static final Place MATTERS = new Place("/matters", "nav.matters", "clipboard-list");
    private static final Place NEW = new Place("/matters/new", "nav.new", "square-rounded-plus");
    private static final Place PASTE = new Place("/paste", "nav.paste", "clipboard-text");
    private static final Place INBOX = new Place("/inbox", "nav.inbox", "inbox");
    private static final Place POSTS = new Place("/posts", "nav.posts", "speakerphone");
    private static final Place CALLBACKS = new Place("/callbacks", "nav.callbacks", "phone-check");
    private static final Place GROUPS = new Place("/groups", "nav.groups", "messages");
    private static final Place RESIDENTS = new Place("/residents", "nav.residents", "users");
    private static final Place UNITS = new Place("/units", "nav.units", "building-community");
    private static final Place OFFICERS = new Place("/officers", "nav.officers", "id-badge-2");
    private static final Place GRIDS = new Place("/grids", "nav.grids", "map-2");
    private static final Place BRIDGES = new Place("/bridges", "nav.bridges", "plug-connected");
    private static final Place FOLLOWERS = new Place("/followers", "nav.followers", "activity-heartbeat");
    private static final Place AUDIT = new Place("/audit", "nav.audit", "shield-search");
    private static final Place IMPORTS = new Place("/imports", "nav.imports", "table-import");
    private static final Place RETENTION = new Place("/retention", "nav.retention", "hourglass");
    private static final Place PROCESSING = new Place("/processing", "nav.processing", "file-certificate");
    private static final Place GUIDE = new Place("/guide", "nav.guide", "help-circle");

    private static final List<Place> AT_THE_DESK =
            List.of(DESK, MATTERS, NEW, PASTE, INBOX, POSTS, CALLBACKS, GROUPS, RESIDENTS, GRIDS, GUIDE);
    private static final List<Place> FOR_CHIEFS = List.of(
            DESK, MATTERS, NEW, PASTE, INBOX, POSTS, CALLBACKS, GROUPS, RESIDENTS, OFFICERS, GRIDS, BRIDGES, IMPORTS,
            RETENTION, GUIDE);
    private static final List<Place> FOR_SUPERVISORS = List.of(
            DESK,
            MATTERS,
            NEW,
            PASTE,
            INBOX,
            POSTS,
            CALLBACKS,
            GROUPS,
            RESIDENTS,
            GRIDS,
            BRIDGES,
            RETENTION,
            PROCESSING,
            GUIDE);
    private static final List<Place> FOR_ADMINISTRATORS =
            List.of(DESK, UNITS, GRIDS, GROUPS, BRIDGES, FOLLOWERS, IMPORTS, GUIDE);
    private static final List<Place> FOR_SECURITY = List.of(DESK, OFFICERS, GUIDE);
    private static final List<Place> FOR_AUDITORS = List.of(DESK, AUDIT, PROCESSING, GUIDE);
    private static final List<Place> FOR_THE_HANDED = List.of(DESK, GUIDE);

    private final Factors factors;
    private final DiskSpace disk;

    Frame(Factors factors, DiskSpace disk) {
        this.factors = factors;
        this.disk = disk;
    }

    /** Whether the house can only show what it has, and keeps nothing new. */
    public boolean onlyShows() {
        return disk.isFull();
    }

    /** The person signed in, or null. */
    public @Nullable SignedIn me() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn me ? me : null;
    }

    /** Where this person can go, most used first. */
    public List<Place> places() {
        SignedIn me = me();
        if (me == null || !free(me)) {
            return List.of();
        }
        return switch (me.role()) {
            case OFFICER, AUXILIARY -> AT_THE_DESK;
            case CHIEF -> FOR_CHIEFS;
            case SUPERVISOR -> FOR_SUPERVISORS;
            case ADMINISTRATOR -> FOR_ADMINISTRATORS;
            case SECURITY -> FOR_SECURITY;
            case AUDITOR -> FOR_AUDITORS;
            case PARTNER, MEDIATOR, VOLUNTEER -> FOR_THE_HANDED;
        };
    }

    /** The four places under the thumb on a phone. */
    public List<Place> tabs() {
        List<Place> places = places();
        return places.containsAll(AT_THE_DESK)
                ? List.of(DESK, MATTERS, NEW, GROUPS)
                : places.subList(0, Math.min(4, places.size()));
    }

    /** The places that are not among the {@link #tabs()}. */
    public List<Place> rest() {
        List<Place> tabs = tabs();
        return places().stream().filter(place -> !tabs.contains(place)).toList();
    }

    /** {@code page} where the reader is at this place, {@code true} where the reader is within it, else null. */
    public @Nullable String current(Place place) {
        String path = request().getRequestURI();
        if (path.equals(place.path())) {
            return "page";
        }
        boolean within = place.path().length() > 1 && path.startsWith(place.path() + "/");
        return within && places().stream().noneMatch(other -> other.path().equals(path)) ? "true" : null;
    }

    /** Whether a place for searching matters is offered. */
    public boolean searches() {
        SignedIn me = me();
        return me != null && me.role().worksAtDesk() && free(me);
    }

    /** Whether this person has nothing to prove or to change before anything else. */
    private boolean free(SignedIn me) {
        Authentication session = SecurityContextHolder.getContext().getAuthentication();
        return !me.mustChange() && session != null && Factors.whole(session, me) && !factors.lacksSecond(session, me);
    }

    /** This page in another language; the first page where this one cannot be asked for again. */
    public String in(String language) {
        HttpServletRequest request = request();
        if (!request.getMethod().equals("GET") || request.getDispatcherType() != DispatcherType.REQUEST) {
            return "/?lang=" + language;
        }
        UriComponentsBuilder here = UriComponentsBuilder.fromPath(request.getRequestURI());
        String query = request.getQueryString();
        if (query != null) {
            here.query(query);
        }
        return here.replaceQueryParam("lang", language).build().toUriString();
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }
}
