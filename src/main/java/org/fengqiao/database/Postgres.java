package org.fengqiao.database;

/**
 * Where PostgreSQL is and how its owner signs in. The owner makes and changes tables at start-up and never afterwards; all work is
 * done as the walled role {@link #APP_ROLE}.
 *
 * @param url JDBC address of the database
 * @param owner role that owns the tables
 * @param ownerPassword its password
 * @param appPassword password of the walled role
 */
record Postgres(String url, String owner, String ownerPassword, String appPassword) {

    /** The role the house works as: not owner, not superuser, never past a wall. */
    static final String APP_ROLE = "fengqiao_app";

    @Override
    public String toString() {
        return "Postgres[" + url + "]";
    }
}
