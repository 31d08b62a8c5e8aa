package org.fengqiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.stereotype.Component;

/** Who is who to the passkeys: random bytes for each person. */
@Component
class PasskeyPersons implements PublicKeyCredentialUserEntityRepository {

    private final JdbcClient jdbc;

    PasskeyPersons(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
        return jdbc.sql("""
                        select p.handle, c.login, o.name from access.passkey_person p
                        join access.credential c on c.officer_id = p.officer_id join org.officer o on o.id = p.officer_id
                        where p.handle = ?""")
                .param(id.getBytes())
                .query((row, n) -> person(row))
                .optional()
                .orElse(null);
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String login) {
        return jdbc.sql("""
                        select p.handle, c.login, o.name from access.passkey_person p
                        join access.credential c on c.officer_id = p.officer_id join org.officer o on o.id = p.officer_id
                        where c.login = ?""")
                .param(login)
                .query((row, n) -> person(row))
                .optional()
                .orElse(null);
    }

    @Override
    public void save(PublicKeyCredentialUserEntity person) {
        jdbc.sql("""
                        insert into access.passkey_person (officer_id, handle)
                        select officer_id, ? from access.credential where login = ?""").params(person.getId().getBytes(), person.getName()).update();
    }

    @Override
    public void delete(Bytes id) {
        jdbc.sql("delete from access.passkey_person where handle = ?")
                .param(id.getBytes())
                .update();
    }

    private static PublicKeyCredentialUserEntity person(ResultSet row) throws SQLException {
        return ImmutablePublicKeyCredentialUserEntity.builder()
                .id(new Bytes(row.getBytes("handle")))
                .name(row.getString("login"))
                .displayName(row.getString("name"))
                .build();
    }
}
