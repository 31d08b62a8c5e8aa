package org.fengqiao.matter;

import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fengqiao.shared.Photo;
import org.fengqiao.shared.PhotoReader;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.springframework.core.io.InputStreamSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds photos to a matter. Each is made anew without what its file hid, is safe on disk before its row is, and is kept once however
 * often it comes. Decoding takes no connection of the database, unless the caller already holds one.
 */
@Component
public class AttachPhotos {

    /** Photos taken in one go, as many as one moment in WeChat holds. */
    public static final int MOST_AT_ONCE = 9;

    /** Photos one matter may have. */
    public static final int MOST_OF_A_MATTER = 99;

    private final JdbcClient jdbc;
    private final PhotoFiles files;
    private final TransactionTemplate transaction;

    AttachPhotos(JdbcClient jdbc, PhotoFiles files, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.files = files;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Files that were uploaded, each read when its turn comes, so that one at a time is in memory and none that nobody asks for.
     *
     * @return refuses with {@code refused.photo.broken} what cannot be read
     */
    public static List<byte[]> inTurn(List<? extends InputStreamSource> uploads) {
        return new AbstractList<>() {
            @Override
            public byte[] get(int index) {
                try (InputStream file = uploads.get(index).getInputStream()) {
                    return file.readNBytes(PhotoReader.MOST_BYTES + 1);
                } catch (IOException lost) {
                    throw RefusedException.badInput("refused.photo.broken").at("photos");
                }
            }

            @Override
            public int size() {
                return uploads.size();
            }
        };
    }

    /**
     * Attaches photos to a matter in sight.
     *
     * @param photos files as they were uploaded
     * @return ids of the photos, in the same order
     * @throws RefusedException when the matter is not in sight, there are too many, or one of them is no photo we take (see {@link
     *     PhotoReader#read})
     */
    public List<Long> attach(long matterId, List<byte[]> photos) {
        return attach(matterId, photos, ids -> ids);
    }

    /**
     * Attaches photos and does what belongs to them in the same transaction: both happen or neither.
     *
     * @param then given the ids of the photos, for example to {@link AddNote} or {@link AddWord}
     * @return what {@code then} returns
     * @see #attach(long, List)
     */
    public <T> T attach(long matterId, List<byte[]> photos, Function<List<Long>, T> then) {
        Ready ready = ready(matterId, photos);
        return transaction.execute(status -> then.apply(attach(matterId, ready)));
    }

    /**
     * Photos made anew and safe on disk, waiting for the matter they belong to.
     *
     * @see #ready
     */
    public static final class Ready {
        private final List<Photo> photos;

        private Ready(List<Photo> photos) {
            this.photos = photos;
        }
    }

    /**
     * Makes photos ready for a matter in sight, without a connection of the database while they are read.
     *
     * @throws RefusedException as {@link #attach(long, List)}
     */
    public Ready ready(long matterId, List<byte[]> photos) {
        if (!photos.isEmpty() && photos.size() <= MOST_AT_ONCE) {
            transaction.executeWithoutResult(status -> requireRoom(matterId, photos.size()));
        }
        return ready(photos);
    }

    /**
     * Makes photos ready before there is a matter, without a connection of the database.
     *
     * @throws RefusedException when there are too many, or one of them is no photo we take (see {@link PhotoReader#read})
     */
    public Ready ready(List<byte[]> photos) {
        if (photos.size() > MOST_AT_ONCE) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.photo.many", MOST_AT_ONCE)
                    .at("photos");
        }
        List<Photo> read = photos.stream().map(PhotoReader::read).toList();
        for (Photo photo : read) {
            files.keep(photo.full());
            files.keep(photo.thumbnail());
        }
        return new Ready(read);
    }

    /**
     * Attaches what was made ready, within the transaction of the caller.
     *
     * @return ids of the photos, in the same order
     * @throws RefusedException when the matter is not in sight
     */
    public List<Long> attach(long matterId, Ready ready) {
        return transaction.execute(status -> {
            List<Long> ids = new ArrayList<>(ready.photos.size());
            for (Photo photo : ready.photos) {
                ids.add(insert(matterId, photo));
            }
            return ids;
        });
    }

    private void requireRoom(long matterId, int more) {
        int there =
                jdbc.sql("""
                        select (select count(*) from matter.photo p where p.matter_id = m.id) from matter.matter m where m.id = ?""").param(matterId).query(Integer.class).optional().orElseThrow(Matters::absent);
        if (there + more > MOST_OF_A_MATTER) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.photo.full", MOST_OF_A_MATTER)
                    .at("photos");
        }
    }

    private long insert(long matterId, Photo photo) {
        return jdbc.sql("""
                        insert into matter.photo (matter_id, unit_id, sha256, thumbnail, width, height, bytes)
                        select id, unit_id, ?, ?, ?, ?, ? from matter.matter where id = ? returning id""")
                .params(
                        photo.full().sha256(),
                        photo.thumbnail().sha256(),
                        photo.full().width(),
                        photo.full().height(),
                        photo.full().bytes().length,
                        matterId)
                .query(Long.class)
                .optional()
                .orElseThrow(Matters::absent);
    }
}
