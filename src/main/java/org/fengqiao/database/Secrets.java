package org.fengqiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of this house, made at random on the first start and kept in files that only the house's own user may read. Nothing
 * secret is in the database or in the program.
 */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final byte[] master;

    Secrets(DataFolder data) {
        this.folder = data.secrets();
        this.master = HexFormat.of().parseHex(named("master"));
    }

    /** A secret of 32 random bytes in hexadecimal, the same at every call with this name. */
    public String named(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[32];
                RANDOM.nextBytes(bytes);
                Path fresh = Files.createTempFile(folder, name, ".new");
                Files.writeString(fresh, HexFormat.of().formatHex(bytes), StandardOpenOption.TRUNCATE_EXISTING);
                ownerOnly(fresh);
                Files.move(fresh, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A key of 32 bytes for one purpose, derived from the master secret (HMAC-SHA256), so that no derived key needs to be stored.
     *
     * @param purpose names the use and the thing, for example {@code bridge/7/2}
     */
    public byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ownerOnly(Path file) throws IOException {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (UnsupportedOperationException notPosix) {
            return;
        }
    }
}
