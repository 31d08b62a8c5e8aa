package org.fengqiao.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fengqiao.matter.ErasesWithMatter;
import org.fengqiao.people.KeepsAboutResident;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The papers beside the matters of a resident. */
@Component
class DocumentsOfResident implements KeepsAboutResident, ErasesWithMatter {

    private static final String THEIRS = "matter_id in (select id from matter.matter where resident_id = ?)";

    private final JdbcClient jdbc;

    DocumentsOfResident(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Integer> erase(long matter, boolean files) {
        return Map.of(
                "documents",
                files
                        ? jdbc.sql("delete from document.document where matter_id = ?")
                                .param(matter)
                                .update()
                        : 0);
    }

    @Override
    public List<Kept> tell(long resident) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        jdbc.sql("select id, kind, name, added_at, sha256 from document.document where " + THEIRS + " order by id")
                .param(resident)
                .query()
                .listOfRows()
                .forEach(row -> rows.add(new LinkedHashMap<>(row)));
        return List.of(new Kept("document.document", rows));
    }

    @Override
    public List<Paper> papers(long resident) {
        return jdbc.sql("select id, name from document.document where quarantined is null and " + THEIRS
                        + " order by id")
                .param(resident)
                .query((row, n) -> {
                    long id = row.getLong(1);
                    return new Paper(
                            "document-%d-%s"
                                    .formatted(id, row.getString(2).replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_")),
                            () -> jdbc.sql("select content from document.document where id = ?")
                                    .param(id)
                                    .query(byte[].class)
                                    .single());
                })
                .list();
    }
}
