package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.TakeBackup;
import org.fengqiao.matter.OneMatter;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * P6: after erasing a person nothing is left in any table, file, log or backup taken afterwards; the ledger still holds, and a legal hold or
 * an open matter stands in the way.
 */
@InTheHouse
@ExtendWith(OutputCaptureExtension.class)
class P6_ErasedPersonTest {

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
    DataFolder data;

    @Autowired
    TakeBackup takeBackup;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ResidentSheets sheets;

    @TempDir
    Path elsewhere;

    private List<String> tablesNaming(Neighbour who) {
        return who.words().stream()
                .flatMap(words -> everyTable.holding(words).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private void waitForSearch(long matter) {
        Soon.it(
                "the search has read the ledger",
                () -> rows.read(
                        "select exists (select from matter.search where matter_id = ? and tokens <> ''::tsvector)",
                        Boolean.class,
                        matter));
    }

    @Test
    void nothingIsLeftOfAnErasedPersonAndTheLedgerStillHolds(CapturedOutput log) throws IOException {
        Neighbour gone = new Neighbour(house, "柯念真", 1).lives().closes();
        waitForSearch(gone.matter);
        List<String> hashes = rows.see(() -> jdbc.sql("select sha256 from matter.photo where matter_id = ?")
                .param(gone.matter)
                .query(String.class)
                .list());
        Path photo = file(hashes.getFirst());
        assertThat(photo).exists();
        assertThat(tablesNaming(gone))
                .as("where this person stood before")
                .contains(
                        "access.answered",
                        "channel.message",
                        "document.document",
                        "matter.ledger",
                        "matter.matter",
                        "matter.sight",
                        "notice.callout",
                        "notice.post",
                        "people.nickname",
                        "people.resident");

        Visitor zhou = Visitor.signedIn(port, town.zhou);
        zhou.see("/residents/" + gone.id + "/rights");
        assertThat(zhou.send(
                                "/residents/" + gone.id + "/erase",
                                "reason",
                                gone.name + "本人 11 月 20 日到所书面申请",
                                "files",
                                "true")
                        .statusCode())
                .isEqualTo(302);

        waitForSearch(gone.matter);
        assertThat(tablesNaming(gone)).as("tables that still name this person").isEmpty();
        assertThat(photo).doesNotExist();
        assertThat(rows.count(
                        "audit.line where what = 'resident.erased' and about = ? and officer_id = ?",
                        "resident/" + gone.id,
                        town.zhou.officer()))
                .isOne();
        assertThat(zhou.see("/residents/" + gone.id).body()).contains("已于").doesNotContain(gone.name);
        assertThat(zhou.see("/residents").body()).doesNotContain("/residents/" + gone.id + "\"");
        assertThat(Visitor.signedIn(port, town.wu)
                        .see("/matters/" + gone.matter)
                        .body())
                .contains("按本人请求删去了个人信息", "个人信息已依法删除")
                .doesNotContain(gone.name);
        int lookedThrough = backupHolds(gone);
        for (String words : gone.words()) {
            assertThat(log.getAll()).doesNotContain(words);
        }
        assertThat(OneMatter.findings(house, gone.matter))
                .as("what verify and fsck say")
                .isEmpty();
        System.out.printf(
                "P6: 0 hits in every table, %d files of the backup taken afterwards, and the log; %d lines emptied, chain unbroken%n",
                lookedThrough, rows.count("matter.ledger where matter_id = ? and erased is not null", gone.matter));
        assertThat(rows.count("matter.ledger where matter_id = ? and erased is not null", gone.matter))
                .isGreaterThan(7);
    }

    private Path file(String hash) {
        return data.root()
                .resolve("files")
                .resolve(hash.substring(0, 2))
                .resolve(hash.substring(2, 4))
                .resolve(hash + ".jpg");
    }

    /** Looks through a backup, whose rows are text with bytes as hexadecimal digits. */
    private int backupHolds(Neighbour gone) throws IOException {
        Path file = takeBackup.take(elsewhere, step -> {}).file();
        int files = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : java.util.Collections.list(zip.entries())) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (var in = zip.getInputStream(entry)) {
                    in.transferTo(bytes);
                }
                String text = bytes.toString(StandardCharsets.UTF_8);
                for (String words : gone.words()) {
                    assertThat(text.contains(words)
                                    || text.contains(HexFormat.of().formatHex(words.getBytes(StandardCharsets.UTF_8))))
                            .as(entry.getName())
                            .isFalse();
                }
                files++;
            }
        }
        assertThat(files).isGreaterThan(10);
        Files.delete(file);
        return files;
    }

    @Test
    void anOpenMatterAndALegalHoldStandInTheWay() {
        Neighbour kept = new Neighbour(house, "卫长安", 2).lives();
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        String page = "/residents/" + kept.id;
        zhou.see(page + "/rights");
        var open = zhou.send(page + "/erase", "reason", "本人申请");
        assertThat(open.statusCode()).isEqualTo(409);
        assertThat(open.body()).contains("还没有办结");
        kept.closes();
        assertThat(zhou.send(page + "/hold", "reason", "行政复议中", "basis", "行政复议法第四十四条")
                        .statusCode())
                .isEqualTo(302);
        var held = zhou.send(page + "/erase", "reason", "本人申请");
        assertThat(held.statusCode()).isEqualTo(409);
        assertThat(held.body()).contains("保全期间");
        assertThat(zhou.send(page + "/release", "reason", "复议已结").statusCode()).isEqualTo(302);
        Visitor zheng = Visitor.signedIn(port, town.zheng);
        zheng.see("/matters/" + kept.matter);
        assertThat(zheng.send("/matters/" + kept.matter + "/hold", "reason", "信访核查", "basis", "信访工作条例")
                        .statusCode())
                .isEqualTo(302);
        var ofMatter = zhou.send(page + "/erase", "reason", "本人申请");
        assertThat(ofMatter.statusCode()).isEqualTo(409);
        assertThat(ofMatter.body()).contains("保全期间");
        assertThat(town.as(town.chen, () -> sheets.require(kept.id)).name()).isEqualTo(kept.name);
        assertThat(everyTable.holding(kept.name)).contains("matter.ledger", "notice.post");
        zheng.see("/matters/" + kept.matter);
        assertThat(zheng.send("/matters/" + kept.matter + "/release", "reason", "核查完毕")
                        .statusCode())
                .isEqualTo(302);
        assertThat(zhou.send(page + "/erase", "reason", "本人申请").statusCode()).isEqualTo(302);
        assertThat(everyTable.holding(kept.phone.digits())).isEmpty();
        assertThat(everyTable.holding(kept.name))
                .as("papers were not asked for")
                .containsExactly("document.document");
        for (String deed : List.of("resident.held", "resident.released", "matter.held", "matter.released")) {
            assertThat(rows.count("audit.line where what = ?", deed)).as(deed).isPositive();
        }
    }

    @Test
    void onlyWhoLeadsErasesAndOnlyOwnResidents() {
        Neighbour kept = new Neighbour(house, "戚守约", 3);
        for (var who : List.of(town.chen, town.li)) {
            Visitor officer = Visitor.signedIn(port, who);
            officer.see("/");
            assertThat(officer.send("/residents/" + kept.id + "/erase", "reason", "x")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(Visitor.signedIn(port, town.zheng)
                        .see("/residents/" + kept.id + "/rights")
                        .statusCode())
                .isEqualTo(200);
        assertThat(town.as(town.chen, () -> sheets.require(kept.id)).name()).isEqualTo(kept.name);
    }
}
