package org.fengqiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of this house, made at random on the first start and kept in files that only the house's own user may read. Nothing
 * secret is in the database or in the program.
 */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Pattern GOOD = Pattern.compile("[0-9a-f]{64}");

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

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
            return judged(file, Files.readString(file).strip());
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

    /** A secret that others may read, or that is none, is no secret. */
    private static String judged(Path file, String secret) throws IOException {
        if (!GOOD.matcher(secret).matches() || secret.chars().distinct().count() == 1) {
            throw new CannotStartException(
                    "密钥文件 %s 的内容不对，可能损坏或被改过。请从备份恢复它。".formatted(file),
                    "The secret in %s is none: it was damaged or changed. Bring it back from a copy.".formatted(file));
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OTHERS.stream()
                        .filter(Files.getPosixFilePermissions(file)::contains)
                        .toList()
                        .isEmpty()) {
            throw new CannotStartException(
                    "密钥文件 %s 别的用户也能读写。请执行 chmod 600 %s 后再启动。".formatted(file, file),
                    "Others may read or write the secret in %s. Run chmod 600 %s, then start again."
                            .formatted(file, file));
        }
        return secret;
    }

    private static void ownerOnly(Path file) throws IOException {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (UnsupportedOperationException notPosix) {
            return;
        }
    }
}
