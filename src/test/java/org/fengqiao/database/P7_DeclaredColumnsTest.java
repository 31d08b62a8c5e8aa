package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.town.InTheHouse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** P7: every column that could hold something about a person is declared for the record of processing, or stands here among those that do not. */
@InTheHouse
class P7_DeclaredColumnsTest {

    /** Codes, keys, settings, hashes and words about things: nobody is to be found by them. */
    private static final Set<String> NOT_ABOUT_PERSONS = Set.of(
            "access.answered.key",
            "access.answered.request",
            "access.token.name",
            "access.token.hash",
            "access.token.scopes",
            "access.spring_session.session_id",
            "access.spring_session.primary_id",
            "access.spring_session_attributes.session_primary_id",
            "access.spring_session_attributes.attribute_name",
            "audit.line.by_role",
            "audit.line.what",
            "audit.line.hash",
            "channel.bridge.name",
            "channel.bridge.opens",
            "channel.bridge.answer_url",
            "channel.message.external_id",
            "channel.message.body_hash",
            "channel.message.state",
            "channel.quarantine.hash",
            "channel.quarantine.reason",
            "document.document.kind",
            "document.document.quarantined",
            "follow.cursor.follower",
            "follow.parked.follower",
            "follow.parked.reason",
            "groups.chat_group.name",
            "groups.chat_group.area",
            "groups.chat_group.door",
            "groups.chat_group.external_ref",
            "intake.form.key",
            "intake.looked_at.place",
            "matter.ledger.what",
            "matter.ledger.by_kind",
            "matter.ledger.hash",
            "matter.matter.number",
            "matter.matter.kind",
            "matter.matter.urgency",
            "matter.matter.stage",
            "matter.matter.stage_before",
            "matter.matter.way",
            "matter.matter.head",
            "matter.matter.hold_basis",
            "matter.sight.why",
            "notice.callout.webhook_id",
            "notice.callout.state",
            "notice.post.kind",
            "org.grid.kind",
            "org.grid.name",
            "org.grid.area",
            "org.grid.door",
            "org.officer.role",
            "org.unit.kind",
            "org.unit.name",
            "org.unit.code",
            "org.unit.address",
            "org.unit.phone",
            "org.unit.longitude",
            "org.unit.latitude",
            "people.resident.hold_basis",
            "people.retention.kind",
            "people.retention.basis",
            "register.import.register",
            "register.import.file_name",
            "register.import.sha256",
            "register.import.state",
            "register.old_matter.mark",
            "vault.key.algorithm",
            "vault.key.fingerprint");

    @Autowired
    PostgresServer server;

    @Autowired
    List<KeepsPersonalData> rooms;

    @Autowired
    MessageSource messages;

    private static final String COULD_HOLD = """
            select n.nspname || '.' || c.relname || '.' || a.attname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            join pg_type t on t.oid = a.atttypid
            where n.nspname in (%s) and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'flyway_schema_history'
              and a.attnum > 0 and not a.attisdropped
              and t.typname in ('text', 'varchar', 'bpchar', 'bytea', 'json', 'jsonb', 'tsvector', 'float8', 'point', 'inet', '_text', '_bytea', 'date', 'xml')
            """;

    private List<String> undeclared(JdbcClient owner) {
        Set<String> declared = rooms.stream()
                .flatMap(room -> room.personalData().stream())
                .flatMap(one -> one.columns().stream().map(column -> one.table() + "." + column))
                .collect(Collectors.toSet());
        List<String> columns = owner.sql(COULD_HOLD.formatted(Catalogue.rooms()))
                .query((row, n) -> row.getString(1))
                .list();
        assertThat(columns).hasSizeGreaterThan(60);
        assertThat(columns).as("what is declared is there").containsAll(declared);
        return new TreeSet<>(columns)
                .stream()
                        .filter(column -> !declared.contains(column) && !NOT_ABOUT_PERSONS.contains(column))
                        .toList();
    }

    @Test
    void everyColumnThatCouldHoldAPersonIsDeclared() {
        assertThat(undeclared(Catalogue.asOwner(server))).isEmpty();
    }

    @Test
    void aColumnThatSomebodyAddsIsFound() {
        JdbcClient owner = Catalogue.asOwner(server);
        owner.sql("create table people.planted (id int, mother text)").update();
        try {
            assertThat(undeclared(owner)).containsExactly("people.planted.mother");
        } finally {
            owner.sql("drop table people.planted").update();
        }
    }

    @Test
    void everyDeclarationIsToldInWords() {
        for (KeepsPersonalData room : rooms) {
            for (PersonalData one : room.personalData()) {
                for (String key : List.of(
                        "processing.purpose." + one.table(),
                        "processing.whose." + one.whose(),
                        "processing.basis." + one.basis(),
                        "processing.seen." + one.seen(),
                        "processing.kept." + one.kept())) {
                    assertThat(messages.getMessage(key, null, "", java.util.Locale.ENGLISH))
                            .as(key)
                            .isNotBlank();
                }
            }
        }
    }
}
