package org.fengqiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Component;

/** The public halves of passkeys. Which of them are seen is up to the sight of who asks. */
@Component
class PasskeyRows implements UserCredentialRepository {

    private final JdbcClient jdbc;

    PasskeyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes credential) {
        return jdbc.sql("""
                        select k.*, p.handle from access.passkey k join access.passkey_person p on p.officer_id = k.officer_id
                        where k.credential = ?""")
                .param(credential.getBytes())
                .query((row, n) -> key(row))
                .optional()
                .orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes person) {
        return jdbc.sql("""
                        select k.*, p.handle from access.passkey k join access.passkey_person p on p.officer_id = k.officer_id
                        where p.handle = ? order by k.id""")
                .param(person.getBytes())
                .query((row, n) -> key(row))
                .list();
    }

    /** Writes a new key, or of a known one what its use changed. */
    @Override
    public void save(CredentialRecord key) {
        int known = jdbc.sql(
                        "update access.passkey set signature_count = ?, backed_up = ?, used_at = now() where credential = ?")
                .params(
                        key.getSignatureCount(),
                        key.isBackupState(),
                        key.getCredentialId().getBytes())
                .update();
        if (known == 0) {
            add(key);
        }
    }

    private void add(CredentialRecord key) {
        jdbc.sql("""
                        insert into access.passkey (officer_id, name, credential, public_key, attestation, signature_count, verified,
                                                    backup_eligible, backed_up, transports)
                        select officer_id, :name, :credential, :key, :attestation, :count, :verified, :eligible, :backed, :transports
                        from access.passkey_person where handle = :handle""")
                .param("name", key.getLabel())
                .param("credential", key.getCredentialId().getBytes())
                .param("key", key.getPublicKey().getBytes())
                .param(
                        "attestation",
                        Objects.requireNonNull(key.getAttestationObject()).getBytes())
                .param("count", key.getSignatureCount())
                .param("verified", key.isUvInitialized())
                .param("eligible", key.isBackupEligible())
                .param("backed", key.isBackupState())
                .param(
                        "transports",
                        key.getTransports().stream()
                                .map(AuthenticatorTransport::getValue)
                                .sorted()
                                .collect(Collectors.joining(",")))
                .param("handle", key.getUserEntityUserId().getBytes())
                .update();
    }

    @Override
    public void delete(Bytes credential) {
        jdbc.sql("delete from access.passkey where credential = ?")
                .param(credential.getBytes())
                .update();
    }

    private static CredentialRecord key(ResultSet row) throws SQLException {
        Timestamp used = row.getTimestamp("used_at");
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(new Bytes(row.getBytes("credential")))
                .userEntityUserId(new Bytes(row.getBytes("handle")))
                .publicKey(new ImmutablePublicKeyCose(row.getBytes("public_key")))
                .attestationObject(new Bytes(row.getBytes("attestation")))
                .signatureCount(row.getLong("signature_count"))
                .uvInitialized(row.getBoolean("verified"))
                .backupEligible(row.getBoolean("backup_eligible"))
                .backupState(row.getBoolean("backed_up"))
                .transports(transports(row.getString("transports")))
                .label(row.getString("name"))
                .created(row.getTimestamp("since").toInstant())
                .lastUsed((used == null ? row.getTimestamp("since") : used).toInstant())
                .build();
    }

    private static Set<AuthenticatorTransport> transports(String names) {
        return Arrays.stream(names.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(AuthenticatorTransport::valueOf)
                .collect(Collectors.toSet());
    }
}
