package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.access.Door;
import org.fengqiao.access.Tokens;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class OrgPagesTest {

    private static final Pattern PASSWORD = Pattern.compile("once-password\">([a-z0-9-]{19})<");

    @Autowired
    Town town;

    @Autowired
    Door door;

    @Autowired
    Tokens tokens;

    @LocalServerPort
    int port;

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static String target(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElse("");
    }

    /** The page without the number asked for and the hidden tokens. */
    private static String plain(HttpResponse<String> answer, int asked) {
        return answer.body().replaceAll("[A-Za-z0-9_-]{70,}={0,2}", "token").replace("/officers/" + asked, "#");
    }

    private static String idIn(String location) {
        Matcher number = Pattern.compile("(?:unit-|/grids/|/officers/)(\\d+)").matcher(location);
        assertThat(number.find()).as(location).isTrue();
        return number.group(1);
    }

    @Test
    void aGroupGoesToTheOnlyStationThereIsWhoeverWritesItDown() {
        assertThat(Visitor.signedIn(port, town.zhou).see("/groups/new").body())
                .contains("name=\"unit\" value=\"" + town.qingshi + "\"");
        assertThat(Visitor.signedIn(port, town.he).see("/groups/new").body())
                .contains("<select class=\"form-select\" id=\"unit\"");
    }

    @Test
    void whatHasMattersOrOpensThemNeverBelongsToAPartner() {
        String partner = String.valueOf(town.heating);
        assertThat(town.zhou.units()).as("rows the chief sees").contains(town.heating);
        assertThat(town.zhou.desks()).containsExactly(town.qingshi);
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        zhou.see("/matters/new");
        Visitor he = Visitor.signedIn(port, town.he);
        assertThat(he.see("/bridges").body()).doesNotContain("青石热力公司");
        assertThat(he.send("/bridges", "unit", partner, "name", "热力公司的桥").statusCode())
                .isEqualTo(404);
        assertThat(zhou.send("/groups", "unit", partner, "name", "热力公司的群").statusCode())
                .isEqualTo(404);
        assertThat(zhou.send("/residents", "unit", partner, "name", "韩梅").statusCode())
                .isEqualTo(404);
        assertThat(zhou.send("/matters/new", "unit", partner, "words", "暖气不热", "kind", "DEMAND")
                        .statusCode())
                .isEqualTo(404);
        Program program =
                new Program(port, town.as(town.zhou, () -> tokens.issue(town.zhou, "测试", List.of("matters:write"), 1)));
        Program.Answer opened = program.post(
                "/api/v1/matters",
                "{\"kind\":\"DEMAND\",\"words\":\"暖气不热\",\"phone\":\"19900007788\",\"unit\":" + partner + "}");
        assertThat(opened.status()).as(opened.body()).isEqualTo(404);
        assertThat(zhou.see("/residents?q=19900007788").body()).doesNotContainPattern("/residents/[0-9]");
    }

    @Test
    void anAdministratorAddsAUnitAndASecurityAdministratorGivesItsFirstOfficerAnAccountAtOnce() {
        Visitor he = Visitor.signedIn(port, town.he);
        assertThat(he.see("/units").body()).contains("青石派出所", "QSZ");
        String code = "N" + unique().toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        String unit = idIn(target(he.send(
                "/units", "parent", String.valueOf(town.bureau), "kind", "STATION", "name", "新桥派出所", "code", code)));
        assertThat(he.see("/units/" + unit).body()).contains("新桥派出所");
        String login = "new-" + unique();
        Visitor su = Visitor.signedIn(port, town.su);
        su.see("/officers");
        HttpResponse<String> given =
                su.send("/officers", "unit", unit, "name", "沈桥", "role", "OFFICER", "badge", "", "login", login);
        assertThat(given.statusCode()).isEqualTo(200);
        assertThat(given.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        Matcher password = PASSWORD.matcher(given.body());
        assertThat(password.find()).isTrue();
        assertThat(door.letIn(login, password.group(1))).hasValueSatisfying(in -> {
            assertThat(in.unitName()).isEqualTo("新桥派出所");
            assertThat(in.mustChange()).isTrue();
        });
        assertThat(su.see("/officers?words=" + login).body()).contains("沈桥").doesNotContain(password.group(1));
    }

    @Test
    void aUnitIsChangedClosedOnlyWhenEmptyAndReopened() {
        Visitor he = Visitor.signedIn(port, town.he);
        he.see("/units");
        String code = "C" + unique().toUpperCase(java.util.Locale.ROOT);
        String unit = idIn(target(he.send(
                "/units", "parent", String.valueOf(town.bureau), "kind", "STATION", "name", "旧站", "code", code)));
        target(he.send(
                "/units/" + unit,
                "name",
                "新站",
                "address",
                "沿河路 1 号",
                "phone",
                "0317-2000000",
                "longitude",
                "116.8",
                "latitude",
                "38.3"));
        assertThat(he.see("/units").body()).contains("沿河路 1 号");
        target(he.send("/units/" + unit + "/close"));
        assertThat(he.see("/units/" + unit).body()).contains("恢复这个单位");
        target(he.send("/units/" + unit + "/reopen"));
        HttpResponse<String> refused = he.send("/units/" + town.qingshi + "/close");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("请先移走或停用");
        assertThat(he.send("/units/" + unit, "name", "站", "phone", "12", "longitude", "500", "latitude", "1")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aChiefDrawsAGridWithADoorForResidents() {
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        zhou.see("/grids/new");
        String area = "{\"type\":\"Polygon\",\"coordinates\":[[[116.1,38.1],[116.2,38.1],[116.2,38.2],[116.1,38.1]]]}";
        String at = target(zhou.send(
                "/grids",
                "unit",
                String.valueOf(town.qingshi),
                "kind",
                "POLICE",
                "name",
                "一警格",
                "officerId",
                String.valueOf(town.chen.officer()),
                "keeperName",
                "",
                "keeperPhone",
                "",
                "area",
                area));
        String grid = idIn(at);
        String page = zhou.see("/grids/" + grid).body();
        assertThat(page).contains("一警格", "/r/", "<svg");
        assertThat(zhou.see("/grids").body()).contains("一警格", "陈晓岚");
        target(zhou.send("/grids/" + grid + "/close", "closed", "true"));
        assertThat(zhou.see("/grids/" + grid).body()).contains("恢复这个网格");
        for (String wrong : new String[] {
            "{",
            "[]",
            "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[1,2]]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,900],[1,2]]]}",
            "[".repeat(50_000)
        }) {
            HttpResponse<String> refused = zhou.send(
                    "/grids", "unit", String.valueOf(town.qingshi), "kind", "SOCIAL", "name", "二网格", "area", wrong);
            assertThat(refused.statusCode())
                    .as(wrong.substring(0, Math.min(40, wrong.length())))
                    .isEqualTo(400);
            assertThat(refused.body()).contains("GeoJSON");
        }
        assertThat(zhou.send("/grids", "unit", String.valueOf(town.hewan), "kind", "POLICE", "name", "抢来的")
                        .statusCode())
                .isEqualTo(404);
        assertThat(zhou.send(
                                "/grids",
                                "unit",
                                String.valueOf(town.qingshi),
                                "kind",
                                "POLICE",
                                "name",
                                "三警格",
                                "officerId",
                                String.valueOf(town.wu.officer()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aChiefLooksAtOfficersButManagesOnlyHelpers() {
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        String list = zhou.see("/officers").body();
        assertThat(list).contains("陈晓岚", "孙桂兰").doesNotContain("吴海");
        assertThat(zhou.see("/officers/" + town.chen.officer()).body()).contains("不归您管理");
        assertThat(zhou.see("/officers/" + town.sun.officer()).body()).contains("重设密码");
        assertThat(zhou.send("/officers/" + town.chen.officer() + "/disable").statusCode())
                .isEqualTo(404);
        HttpResponse<String> other = zhou.see("/officers/" + town.wu.officer());
        HttpResponse<String> absent = zhou.see("/officers/99999999");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(plain(other, town.wu.officer())).isEqualTo(plain(absent, 99_999_999));
    }

    @Test
    void theFollowersPageShowsHowFarEachIs() {
        Visitor he = Visitor.signedIn(port, town.he);
        assertThat(he.see("/followers").body()).contains("全文查找");
        assertThat(he.see("/followers?lang=en").body()).contains("Followers").containsIgnoringCase("search");
        assertThat(he.send("/followers/parked/999999999/retry")
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("parked-again");
        assertThat(Visitor.signedIn(port, town.chen).see("/followers").statusCode())
                .isEqualTo(403);
    }
}
