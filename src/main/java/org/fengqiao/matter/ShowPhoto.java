package org.fengqiao.matter;

import java.util.List;
import java.util.Optional;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows the photos of a matter to whoever may see the matter. */
@Component
public class ShowPhoto {

    private final JdbcClient jdbc;
    private final PhotoFiles files;

    ShowPhoto(JdbcClient jdbc, PhotoFiles files) {
        this.jdbc = jdbc;
        this.files = files;
    }

    /** How large. */
    public enum Size {
        /** For lists: {@value org.fengqiao.shared.PhotoReader#THUMBNAIL_EDGE} pixels on the longer edge. */
        SMALL,
        /** All there is: {@value org.fengqiao.shared.PhotoReader#LONGEST_EDGE} pixels on the longer edge. */
        FULL
    }

    /**
     * A photo of a matter.
     *
     * @param width pixels across
     * @param height pixels down
     */
    public record Attached(long id, int width, int height) {}

    /** The photos of a matter, oldest first; of one out of sight, none. */
    @Transactional(readOnly = true)
    public List<Attached> of(long matterId) {
        return jdbc.sql("select id, width, height from matter.photo where matter_id = ? order by id")
                .param(matterId)
                .query((row, n) -> new Attached(row.getLong(1), row.getInt(2), row.getInt(3)))
                .list();
    }

    /**
     * A JPEG file.
     *
     * @throws RefusedException NOT_FOUND when there is none or it is out of sight; GONE when its file was lost
     */
    @Transactional(readOnly = true)
    public byte[] show(long matterId, long photo, Size size) {
        Optional<String> hash = jdbc.sql(
                        "select case when ? then thumbnail else sha256 end from matter.photo where id = ? and matter_id = ?")
                .params(size == Size.SMALL, photo, matterId)
                .query(String.class)
                .optional();
        if (hash.isEmpty()) {
            throw RefusedException.because(Reason.NOT_FOUND, "refused.photo.absent");
        }
        return files.read(hash.get()).orElseThrow(() -> RefusedException.because(Reason.GONE, "refused.photo.lost"));
    }
}
