package org.fengqiao.vault;

import java.util.Arrays;
import java.util.List;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.vault.SealingKey.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Holds the file with the keys against what the database says it was sealed with. All methods need the whole house in sight. */
@Component
class KnownKeys {

    private static final Logger log = LoggerFactory.getLogger(KnownKeys.class);

    private final KeyFile file;
    private final Vault vault;
    private final JdbcClient jdbc;
    private final List<HoldsSealed> rooms;
    private final boolean lost;

    /**
     * @param lost whether somebody said that keys are lost for good ({@code FENGQIAO_KEYS_LOST}): what was sealed with them is then dropped
     */
    KnownKeys(
            KeyFile file,
            Vault vault,
            JdbcClient jdbc,
            List<HoldsSealed> rooms,
            @Value("${fengqiao.keys-lost:false}") boolean lost) {
        this.file = file;
        this.vault = vault;
        this.jdbc = jdbc;
        this.rooms = rooms;
        this.lost = lost;
    }

    private record Known(int id, Algorithm algorithm, byte[] fingerprint) {}

    List<Field> fields() {
        return rooms.stream().flatMap(room -> room.fields().stream()).toList();
    }

    /**
     * Makes the file on a house without sealed fields, and a key of the algorithm wanted where there is none.
     *
     * @throws CannotStartException when the file lacks a key that rows were sealed with, or has another under its number
     */
    void ready() {
        Algorithm wanted = vault.algorithm();
        List<Known> known = known();
        Keys keys = file.exists() ? vault.read() : new Keys(List.of());
        for (Known one : known) {
            if (keys.find(one.id()).isEmpty()) {
                refuseIfUsed(one);
            }
        }
        for (SealingKey key : keys.all()) {
            if (known.stream()
                    .anyMatch(one -> one.id() == key.id() && !Arrays.equals(one.fingerprint(), key.fingerprint()))) {
                throw otherKeys(key.id());
            }
        }
        if (keys.all().isEmpty()) {
            int id = nextId(keys);
            keys = new Keys(List.of(SealingKey.random(id, wanted, State.CURRENT)));
            file.write(keys);
            log.warn("{}", new BothLanguages("""
                                    已生成字段密钥文件 %s。电话和公民身份号码用它加密，丢了就再也读不出来：请现在就备份，并与数据备份分开存放。\
                                    """.formatted(file.path()), """
                                    The keys of sealed fields were made in %s. Phone and citizen numbers are encrypted with them and cannot be read without: \
                                    back the file up now, apart from the backups of the data.""".formatted(file.path())));
        } else if (keys.current().algorithm() != wanted) {
            SealingKey fresh = SealingKey.random(nextId(keys), wanted, State.NEXT);
            keys = keys.with(fresh).sealingWith(fresh.id());
            file.write(keys);
            log.warn(
                    "{}",
                    new BothLanguages(
                            "新的号码从现在起用 %s 加密，以前的照常可读。执行 rotate-keys 可全部换成新的。请重新备份 %s。".formatted(wanted, file.path()),
                            "Numbers are sealed with %s from now on, those of before stay readable. Run rotate-keys to have all of them sealed anew. Back up %s again."
                                    .formatted(wanted, file.path())));
        }
        keys.all().forEach(this::write);
        vault.read();
    }

    /** Writes down that rows may be sealed with this key from now on. */
    void write(SealingKey key) {
        jdbc.sql("insert into vault.key (id, algorithm, fingerprint) values (?, ?, ?) on conflict (id) do nothing")
                .params(key.id(), key.algorithm().name(), key.fingerprint())
                .update();
    }

    void destroyed(int id) {
        jdbc.sql("update vault.key set destroyed_at = now() where id = ? and destroyed_at is null")
                .param(id)
                .update();
    }

    /** A number that no key of this database ever had. */
    int nextId(Keys keys) {
        return 1
                + Math.max(
                        keys.highest(),
                        jdbc.sql("select coalesce(max(id), 0) from vault.key")
                                .query(Integer.class)
                                .single());
    }

    private List<Known> known() {
        return jdbc.sql("select id, algorithm, fingerprint from vault.key where destroyed_at is null order by id")
                .query((row, n) -> new Known(row.getInt(1), Algorithm.valueOf(row.getString(2)), row.getBytes(3)))
                .list();
    }

    /** A key that is not in the file is missed only where a row was sealed with it. */
    private void refuseIfUsed(Known missing) {
        byte[] header = new SealingKey(missing.id(), missing.algorithm(), State.FORMER, new byte[32]).header();
        for (Field field : fields()) {
            String sealedWithIt = "substring(%s from 1 for %d) = ?".formatted(field.sealedColumn(), SealingKey.HEADER);
            if (lost) {
                jdbc.sql("update %s set %s = null%s where %s"
                                .formatted(
                                        field.table(),
                                        field.sealedColumn(),
                                        field.indexed() ? ", " + field.indexColumn() + " = null" : "",
                                        sealedWithIt))
                        .param(header)
                        .update();
            } else if (jdbc.sql("select exists (select from %s where %s)".formatted(field.table(), sealedWithIt))
                    .param(header)
                    .query(Boolean.class)
                    .single()) {
                throw otherKeys(missing.id());
            }
        }
        destroyed(missing.id());
    }

    private CannotStartException otherKeys(int id) {
        return new CannotStartException(
                "数据库里有用密钥 %1$d 加密的号码，而 %2$s 不存在，或不是同一套密钥。请把这套数据库的密钥文件放回原处再启动。密钥确实丢了的，删去这个文件，设 FENGQIAO_KEYS_LOST=true 启动一次：读不出来的号码会被删去。"
                        .formatted(id, file.path()),
                "The database holds numbers sealed with key %1$d, but %2$s is missing or is that of another house. Put the key file of this database back and start again. Where it is lost for good, delete this file and start once with FENGQIAO_KEYS_LOST=true: the numbers that cannot be read are dropped."
                        .formatted(id, file.path()));
    }
}
