package org.fengqiao.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Makes the role the house works as where it is missing, and refuses one that the walls would not hold. */
final class WalledRole {

    private final Postgres postgres;
    private final String name;
    private final String quoted;

    WalledRole(Postgres postgres) {
        this.postgres = postgres;
        this.name = postgres.walledRole();
        this.quoted = Postgres.quoted(name);
    }

    /**
     * Returns when the house can work as the role.
     *
     * @throws CannotStartException when it cannot, with what to do about it
     */
    void ready(Connection asOwner) throws SQLException {
        notTheOwner();
        notOfAnotherName(asOwner);
        if (asked(asOwner, "select rolname from pg_roles where rolname = ?", name)
                .isEmpty()) {
            as(
                    asOwner,
                    "create role %s login nosuperuser nocreatedb nocreaterole nobypassrls password '%s'"
                            .formatted(quoted, postgres.walledPassword()),
                    "alter role %s createrole;".formatted(Postgres.quoted(postgres.owner())));
        } else if (!signsIn()) {
            notOfARunningHouse(asOwner);
            as(
                    asOwner,
                    "alter role %s with login password '%s'".formatted(quoted, postgres.walledPassword()),
                    "alter role %2$s createrole; grant %1$s to %2$s with admin option;"
                            .formatted(quoted, Postgres.quoted(postgres.owner())));
        }
        notTooStrong(asOwner);
        worksAsItself();
    }

    private void notTheOwner() {
        if (name.equals(postgres.owner())) {
            throw new CannotStartException(
                    "用户 %s 的名字留给枫桥自己建立的受限角色。请在 FENGQIAO_DB_USER 里换一个用户。".formatted(name),
                    "The name %s is that of the restricted role Fengqiao makes for itself. Name another user in FENGQIAO_DB_USER."
                            .formatted(name));
        }
    }

    /** The rights on the tables were given to the role of that time; a database renamed since then would open without any. */
    private void notOfAnotherName(Connection asOwner) throws SQLException {
        List<String> holders = asked(
                asOwner,
                "select pg_get_userbyid(grantee) from pg_namespace, aclexplode(nspacl) where nspname = ? and grantee not in (0, nspowner)",
                Migrations.ROOMS.getFirst());
        if (!holders.isEmpty() && !holders.contains(name)) {
            String former = Postgres.quoted(holders.getFirst());
            String database = Postgres.quoted(postgres.database());
            throw new CannotStartException(
                    "数据库 %1$s 改过名，或是另一个库的副本：表的权限在角色 %2$s 上，不在 %3$s 上。改过名的，请执行一次：alter role %2$s rename to %3$s; 副本请以原来的数据库名使用。"
                            .formatted(database, former, quoted),
                    "The database %1$s was renamed, or is a copy of another: the rights on its tables are with the role %2$s, not with %3$s. Where it was renamed, run once: alter role %2$s rename to %3$s; use a copy under the name of the original."
                            .formatted(database, former, quoted));
        }
    }

    /** Whoever works with another password has other secrets: two houses in one database would each undo the other. */
    private void notOfARunningHouse(Connection asOwner) throws SQLException {
        if (!asked(
                        asOwner,
                        "select usename from pg_stat_activity where usename = ? and datname = current_database()",
                        name)
                .isEmpty()) {
            throw new CannotStartException(
                    "数据库 %s 正被另一个数据目录的枫桥使用。请先停掉它，或换一个数据库。".formatted(postgres.database()),
                    "The database %s is in use by a Fengqiao with another data folder. Stop that one first, or name another database."
                            .formatted(postgres.database()));
        }
    }

    private void notTooStrong(Connection asOwner) throws SQLException {
        if (!asked(
                        asOwner,
                        "select rolname from pg_roles r where rolname = ? and (rolsuper or rolbypassrls or rolcreaterole or exists (select from pg_auth_members m where m.member = r.oid))",
                        name)
                .isEmpty()) {
            throw new CannotStartException(
                    "数据库角色 %s 权限过大（superuser、bypassrls、createrole 或属于其他角色），行级隔离会失效。请收回后再启动。".formatted(name),
                    "The database role %s is too strong (superuser, bypassrls, createrole or member of another role): the walls would not hold. Take that away and start again."
                            .formatted(name));
        }
    }

    private void worksAsItself() throws SQLException {
        try (Connection asApp = postgres.asWalledRole()) {
            ServerJudged.forgetsNothing(asApp);
            if (asked(asApp, "select 1 where current_user = ?", name).isEmpty()) {
                throw new CannotStartException(
                        "枫桥应以角色 %s 工作，实际登录成了别的用户，行级隔离会失效。FENGQIAO_DB_URL 里不要写 user、password 或 role。".formatted(name),
                        "Fengqiao works as the role %s, but was signed in as somebody else: the walls would not hold. Leave user, password and role out of FENGQIAO_DB_URL."
                                .formatted(name));
            }
        } catch (SQLException trouble) {
            throw NotReached.as(name, postgres, trouble);
        }
    }

    private boolean signsIn() {
        try (Connection asApp = postgres.asWalledRole()) {
            return asApp.isValid(5);
        } catch (SQLException wrongPassword) {
            return false;
        }
    }

    /** Runs what needs the right to make roles. */
    private void as(Connection asOwner, String wish, String forAdministrator) throws SQLException {
        try (Statement statement = asOwner.createStatement()) {
            statement.execute(wish);
        } catch (SQLException refused) {
            if (!"42501".equals(refused.getSQLState())) {
                throw refused;
            }
            throw new CannotStartException(
                    "数据库用户 %s 无权管理角色 %s。请让数据库管理员执行一次：%s".formatted(postgres.owner(), name, forAdministrator),
                    "The database user %s may not look after the role %s. Let a database administrator run once: %s"
                            .formatted(postgres.owner(), name, forAdministrator));
        }
    }

    private static List<String> asked(Connection connection, String question, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> answers = new ArrayList<>();
                while (rows.next()) {
                    answers.add(rows.getString(1));
                }
                return answers;
            }
        }
    }
}
