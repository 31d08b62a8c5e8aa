package org.fengqiao.matter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every photo has its two files, unchanged since they were written, and every file has its photo. */
@Component
class PhotosHaveTheirFiles implements Check {

    /** By then the nightly sweep has had its turn. */
    private static final Duration SWEPT = SweepLeftovers.UNDER_WAY.plusDays(1);

    private final JdbcClient jdbc;
    private final PhotoFiles files;
    private final Leftovers leftovers;

    PhotosHaveTheirFiles(JdbcClient jdbc, DataFolder data) {
        this.jdbc = jdbc;
        this.files = new PhotoFiles(data);
        this.leftovers = new Leftovers(jdbc);
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("照片与文件一一对应", "every photo has its files, every file its photo");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "丢失或损坏的文件请从数据文件夹 files/ 的备份中取回；没有照片的文件会在夜里自动清除。",
                "Fetch files that are lost or damaged from a backup of files/ in the data folder; files without a photo are swept away at night.");
    }

    @Override
    public void look(Look look) {
        look.through(
                "matter.photo",
                (after, upTo) -> jdbc.sql("""
                        select matter_id, sha256, thumbnail from matter.photo where id > ? and id <= ? order by id""")
                        .params(after, upTo)
                        .query((row, n) -> {
                            judge(look, row.getLong(1), row.getString(2));
                            judge(look, row.getLong(1), row.getString(3));
                            return n;
                        })
                        .list());
        long young = 0;
        Instant swept = Instant.now().minus(SWEPT);
        for (String name : files.shelves()) {
            PhotoFiles.Shelf shelf = files.shelf(name);
            look.saw(shelf.files().size());
            List<PhotoFiles.Kept> left = leftovers.among(shelf);
            left.stream()
                    .filter(file -> file.touched().isBefore(swept))
                    .forEach(file -> look.finds(
                            "文件 %s 没有照片".formatted(file.path()), "file %s has no photo".formatted(file.path())));
            young += left.stream()
                    .filter(file -> !file.touched().isBefore(swept))
                    .count();
        }
        if (young > 0) {
            look.hints(
                    "%d 个文件是正在上传或刚刚中断的上传留下的，夜里会自动清除".formatted(young),
                    "%d files belong to uploads under way or just cut short; what is left of them is swept away at night"
                            .formatted(young));
        }
    }

    private void judge(Look look, long matter, String sha256) {
        switch (files.judge(sha256)) {
            case SOUND -> {}
            case LOST ->
                look.finds(
                        "事项 %d 的照片文件 %s 丢失".formatted(matter, sha256),
                        "file %2$s of a photo of matter %1$d is lost".formatted(matter, sha256));
            case DAMAGED ->
                look.finds(
                        "事项 %d 的照片文件 %s 已损坏".formatted(matter, sha256),
                        "file %2$s of a photo of matter %1$d is damaged".formatted(matter, sha256));
        }
    }
}
