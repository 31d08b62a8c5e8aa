package org.fengqiao.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.Door;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.Stage;
import org.fengqiao.org.Role;
import org.fengqiao.town.Houses;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("demo")
@DirtiesContext
class DemoTownTest {

    @DynamicPropertySource
    static void inAHouseOfItsOwn(DynamicPropertyRegistry properties) {
        Path folder = Houses.fresh("demo");
        properties.add("fengqiao.data", () -> folder);
    }

    @Autowired
    DemoTown demoTown;

    @Autowired
    Door door;

    @Autowired
    MatterSheets sheets;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    @LocalServerPort
    int port;

    @Test
    void theTownIsAsLargeAsPromised() {
        assertThat(count("select count(*) from org.unit where kind = 'STATION'"))
                .isEqualTo(3);
        assertThat(count("select count(*) from org.officer")).isEqualTo(14);
        assertThat(count("select count(distinct role) from org.officer")).isEqualTo(Role.values().length);
        assertThat(count("select count(*) from groups.chat_group")).isEqualTo(30);
        assertThat(count("select count(*) from people.resident")).isEqualTo(500);
        assertThat(count("select count(*) from people.resident where phone_sealed is null or former_phone <> ''"))
                .isZero();
        assertThat(count("select count(*) from org.grid where area is not null"))
                .isEqualTo(27);
    }

    @Test
    void aMatterStandsAtEveryStage() {
        SignedIn zheng = person("zheng");
        for (Stage stage : Stage.values()) {
            assertThat(zheng.sight()
                            .see(() -> sheets.list(zheng, MatterFilter.ALL.in(stage), null, 5))
                            .items())
                    .as(stage.name())
                    .isNotEmpty();
        }
    }

    @Test
    void everyWayOfGoingOnIsToldInTheLedger() {
        List<String> told = rows("select distinct what from matter.ledger");
        assertThat(told)
                .containsAll(Arrays.stream(Happening.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .filter(name -> !List.of("Reopened", "Unmerged", "Amended", "Erased", "Named", "NamingLifted")
                                .contains(name))
                        .toList());
        assertThat(count("select count(*) from matter.matter where awaiting_since is not null"))
                .isPositive();
        assertThat(count("select count(*) from matter.matter where urgency = 'LIFE'"))
                .isPositive();
        assertThat(count("select count(distinct way) from matter.matter")).isGreaterThanOrEqualTo(4);
        assertThat(count("select count(*) from matter.matter where unread and closed_at is null"))
                .isPositive();
    }

    @Test
    void timesAreSpreadOverTwoWeeksInOrderAndNeverInTheFuture() {
        assertThat(count("select count(*) from matter.ledger where at > clock_timestamp()"))
                .isZero();
        assertThat(count("select count(distinct (at at time zone 'Asia/Shanghai')::date) from matter.ledger"))
                .isBetween(14L, 15L);
        assertThat(count("""
                        select count(*) from (
                            select at, lag(at) over (partition by matter_id order by seq) as before from matter.ledger) l
                        where at < before""")).isZero();
        assertThat(count("select count(*) from matter.matter where closed_at < opened_at or answered_at < opened_at"))
                .isZero();
    }

    @Test
    void noTwoGridsOfAKindShareTheirMiddle() {
        assertThat(count("select count(distinct area) from org.grid where kind = 'SOCIAL'"))
                .isEqualTo(18);
        assertThat(count("select count(distinct area) from org.grid where kind = 'POLICE'"))
                .isEqualTo(9);
    }

    @Test
    void someTextsWaitToBePostedAndThePastIsNotToldAgain() {
        assertThat(count("select count(*) from notice.receipt where posted_at is null"))
                .isBetween(5L, 60L);
        assertThat(count("select count(*) from notice.receipt where posted_at is not null"))
                .isGreaterThan(60);
        assertThat(count("select count(*) from notice.post where withdrawn_at is not null"))
                .isZero();
    }

    @Test
    void theSecondStartAddsNothing() {
        Map<String, Long> before = sizes();
        demoTown.run(new DefaultApplicationArguments());
        assertThat(sizes()).isEqualTo(before);
    }

    /** An empty form to take along, and the way to an identity provider: the demo has none. */
    private static final Set<String> NOT_IN_THE_DEMO = Set.of("/imports/blank.xlsx", "/confirm/oidc");

    @Test
    void everyListPageAnswersAndIsNotEmpty() {
        Map<String, String> shows = Map.of(
                "/groups", "柳林村一组群",
                "/residents", "199",
                "/matters", "（20",
                "/grids", "柳林警务区",
                "/officers", "唐守义",
                "/units", "柳林派出所",
                "/bridges", "柳林平安小程序");
        List<String> seen = new ArrayList<>();
        Map<String, Visitor> visitors = new TreeMap<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            String role = firstRole(method);
            boolean flows =
                    mapping.getProducesCondition().getProducibleMediaTypes().contains(MediaType.TEXT_EVENT_STREAM);
            if (flows
                    || role.isEmpty()
                    || !mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                return;
            }
            for (String path : mapping.getPatternValues()) {
                if (path.contains("{") || path.startsWith("/api/") || NOT_IN_THE_DEMO.contains(path)) {
                    continue;
                }
                HttpResponse<String> page =
                        visitors.computeIfAbsent(role, this::visitor).see(path);
                assertThat(page.statusCode()).as(path + " for " + role).isEqualTo(200);
                assertThat(page.body()).as(path).contains(shows.getOrDefault(path, ""));
                seen.add(path);
            }
        });
        assertThat(seen).contains("/paste", "/groups", "/residents");
    }

    private static String firstRole(HandlerMethod method) {
        Allowed allowed = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Allowed.class);
        if (allowed == null) {
            allowed = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Allowed.class);
        }
        if (allowed == null) {
            return "";
        }
        List<Role> roles = List.of(allowed.value());
        return roles.contains(Role.CHIEF)
                ? "tang"
                : roles.contains(Role.ADMINISTRATOR)
                        ? "he"
                        : roles.contains(Role.SECURITY) ? "su" : roles.contains(Role.AUDITOR) ? "fang" : "liu";
    }

    private Visitor visitor(String login) {
        return Visitor.signedIn(port, login, DemoPlaces.PASSWORD);
    }

    private SignedIn person(String login) {
        return door.letIn(login, DemoPlaces.PASSWORD).orElseThrow();
    }

    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        for (String table : List.of(
                "org.unit",
                "org.officer",
                "org.grid",
                "groups.chat_group",
                "people.resident",
                "matter.matter",
                "matter.ledger",
                "notice.post",
                "notice.receipt",
                "channel.message")) {
            sizes.put(table, count("select count(*) from " + table));
        }
        return sizes;
    }

    private long count(String sql) {
        return Objects.requireNonNull(Sight.HOUSE.see(() ->
                transaction.execute(status -> jdbc.sql(sql).query(Long.class).single())));
    }

    private List<String> rows(String sql) {
        return Objects.requireNonNull(Sight.HOUSE.see(() ->
                transaction.execute(status -> jdbc.sql(sql).query(String.class).list())));
    }
}
