package org.fengqiao.database;

import java.sql.SQLException;

/** Tells from what the driver reports which setting or which machine to look at. */
final class NotReached {

    private NotReached() {}

    /**
     * The words for a sign-in that failed.
     *
     * @param role who wanted to sign in
     */
    static CannotStartException as(String role, Postgres postgres, SQLException trouble) {
        String state = trouble.getSQLState() == null ? "" : trouble.getSQLState();
        String place = postgres.place();
        String said = trouble.getMessage();
        return switch (state) {
            case "28P01" ->
                new CannotStartException(
                        "PostgreSQL（%s）不接受用户 %s 的口令。请检查 FENGQIAO_DB_USER 和 FENGQIAO_DB_PASSWORD。"
                                .formatted(place, role),
                        "PostgreSQL (%s) does not accept the password of the user %s. Check FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD."
                                .formatted(place, role));
            case "28000" ->
                new CannotStartException(
                        "PostgreSQL（%s）不让用户 %s 登录：%s。请检查用户名；服务器的 pg_hba.conf 要允许 %s 和 %s 两个用户从本机登录。"
                                .formatted(place, role, said, postgres.owner(), postgres.walledRole()),
                        "PostgreSQL (%s) does not let the user %s in: %s. Check the name; pg_hba.conf of the server must let both %s and %s in from this machine."
                                .formatted(place, role, said, postgres.owner(), postgres.walledRole()));
            case "3D000" ->
                new CannotStartException(
                        "PostgreSQL（%s）上没有这个数据库。请检查 FENGQIAO_DB_URL，或让数据库管理员执行：create database %s owner %s encoding 'UTF8' template template0;"
                                .formatted(
                                        place, Postgres.quoted(postgres.database()), Postgres.quoted(postgres.owner())),
                        "There is no such database (%s). Check FENGQIAO_DB_URL, or let a database administrator run: create database %s owner %s encoding 'UTF8' template template0;"
                                .formatted(
                                        place,
                                        Postgres.quoted(postgres.database()),
                                        Postgres.quoted(postgres.owner())));
            case "08001", "08006", "08004" ->
                new CannotStartException(
                        "连不上 PostgreSQL（%s）：%s。请检查 FENGQIAO_DB_URL 里的地址和端口、服务器是否在运行、防火墙是否放行。".formatted(place, said),
                        "PostgreSQL (%s) cannot be reached: %s. Check the address and port in FENGQIAO_DB_URL, whether the server runs, and the firewall between."
                                .formatted(place, said));
            default ->
                new CannotStartException(
                        "PostgreSQL（%s）无法使用：%s。请检查 FENGQIAO_DB_URL、FENGQIAO_DB_USER、FENGQIAO_DB_PASSWORD，或稍后再启动。"
                                .formatted(place, said),
                        "PostgreSQL (%s) cannot be used: %s. Check FENGQIAO_DB_URL, FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD, or start again later."
                                .formatted(place, said));
        };
    }
}
