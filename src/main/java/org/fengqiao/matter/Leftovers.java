package org.fengqiao.matter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files of photos that no row knows: of an upload under way, or of one that a refusal or a crash has cut short. */
@Component
class Leftovers {

    private final JdbcClient jdbc;

    Leftovers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those on one shelf. */
    List<PhotoFiles.Kept> among(PhotoFiles.Shelf shelf) {
        Set<String> known = new HashSet<>(jdbc.sql("""
                        select sha256 from matter.photo where sha256 >= :from and sha256 < :to
                        union select thumbnail from matter.photo where thumbnail >= :from and thumbnail < :to""")
                .param("from", shelf.name())
                .param("to", shelf.name() + "g")
                .query(String.class)
                .list());
        return shelf.files().stream()
                .filter(file -> !known.contains(file.sha256()))
                .toList();
    }
}
