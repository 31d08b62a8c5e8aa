package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** P7: what a person is handed holds a row from every table in which this person stands, and nothing of anybody else. */
@InTheHouse
class P7_OwnDataTest {

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext house;

    @Autowired
    Town town;

    @Autowired
    EveryTable everyTable;

    @Autowired
    EveryRow rows;

    @Autowired
    OwnData ownData;

    private Map<String, byte[]> taken(Neighbour who) throws IOException {
        java.io.ByteArrayOutputStream zip = new java.io.ByteArrayOutputStream();
        town.zhou
                .sight()
                .seeing(() -> ownData.write(who.id, who.name + "本人到所申请", zip, java.util.Locale.SIMPLIFIED_CHINESE));
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.toByteArray()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void whatAPersonIsHandedIsComplete() throws IOException {
        Neighbour who = new Neighbour(house, "辛如愿", 11).lives();
        Neighbour other = new Neighbour(house, "瞿不言", 12).lives();
        Map<String, byte[]> files = taken(who);
        JsonNode told = JsonMapper.shared().readTree(files.get("data.json"));
        for (String table : everyTable.holding(who.name)) {
            if (!table.startsWith("access.answered") && !table.startsWith("matter.search")) {
                assertThat(told.path(table).size()).as(table).isPositive();
            }
        }
        assertThat(told.path("people.resident").path(0).path("phone").asString())
                .isEqualTo(who.phone.digits());
        assertThat(told.path("people.resident").path(0).path("citizen").asString())
                .isEqualTo(who.citizen.digits());
        assertThat(told.path("matter.ledger").size())
                .isEqualTo((int) rows.count("matter.ledger where matter_id = ?", who.matter));
        assertThat(told.path("channel.message").size()).isEqualTo(2);
        assertThat(told.toString()).doesNotContain(other.name, other.phone.digits());
        assertThat(files.keySet())
                .contains("data.json", "data.xlsx")
                .anyMatch(name -> name.startsWith("files/photo-"))
                .anyMatch(name -> name.startsWith("files/document-") && name.endsWith("的协议.pdf"));
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(files.get("data.xlsx")));
                Stream<org.dhatim.fastexcel.reader.Sheet> sheets = book.getSheets()) {
            assertThat(sheets.map(org.dhatim.fastexcel.reader.Sheet::getName).toList())
                    .contains("群众登记", "群昵称", "事项", "经过", "收到的消息", "发出的文字");
        }
        assertThat(rows.count(
                        "audit.line where what = 'resident.told' and about = ? and position(? in purpose) = 0",
                        "resident/" + who.id,
                        who.name))
                .isOne();
        System.out.printf("P7: %d tables, %d files for one person%n", told.size() - 1, files.size());
    }

    @Test
    void itIsHandedOutByWhoLeadsAndForAReason() {
        Neighbour who = new Neighbour(house, "莫问津", 13);
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        String page = zhou.see("/residents/" + who.id + "/rights").body();
        assertThat(page).contains("群众登记", "导出给本人");
        assertThat(zhou.send("/residents/" + who.id + "/own-data").statusCode()).isEqualTo(400);
        var zip = zhou.send("/residents/" + who.id + "/own-data", "reason", "本人申请");
        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(zip.headers().firstValue("Content-Type")).contains("application/zip");
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/");
        assertThat(chen.send("/residents/" + who.id + "/own-data", "reason", "好奇")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCorrectionLeavesALineWithItsReasonAndWithoutWhatWasWritten() {
        Neighbour who = new Neighbour(house, "司空明", 14);
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/residents/" + who.id);
        assertThat(chen.send("/residents/" + who.id, "name", "司空朗", "reason", "司空明本人来电，名字写错了")
                        .statusCode())
                .isEqualTo(302);
        String purpose = rows.read(
                "select purpose || data from audit.line where what = 'resident.corrected' and about = ?",
                String.class,
                "resident/" + who.id);
        assertThat(purpose).contains("名字写错了").doesNotContain("司空明", "司空朗");
    }
}
