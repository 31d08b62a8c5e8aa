package org.fengqiao.database;

import java.util.List;

/**
 * What a backup holds.
 *
 * @param format number of the layout of backups
 * @param program version of the program that wrote it
 * @param postgres version of the server it was read from
 * @param at the moment it shows (ISO 8601)
 * @param snapshot the server's name of that moment
 * @param house which house it is: derived from its master secret and telling nothing of it
 * @param rooms the rooms with tables, lower floors first
 * @param tables all tables in an order in which no row comes before one it refers to
 * @param sequences all counters
 * @param transactions the highest number in place of a transaction's, see {@link Positions}
 * @param leftOut tables that are not kept: sessions, with which somebody could go on in another's name
 * @param files hash of the list of files
 * @param fileCount how many files
 */
record Manifest(
        int format,
        String program,
        String postgres,
        String at,
        String snapshot,
        String house,
        List<Room> rooms,
        List<Table> tables,
        List<Sequence> sequences,
        int transactions,
        List<String> leftOut,
        String files,
        long fileCount) {

    static final int FORMAT = 1;

    /** Name of the part; it is the last one. */
    static final String PART = "manifest.json";

    /** Name of the part that lists the files, as {@code sha256sum} does. */
    static final String FILES_PART = "files.sha256";

    /** A room and the versions of its tables, in order. */
    record Room(String name, List<Version> versions) {

        String newest() {
            return versions.getLast().version();
        }
    }

    /** A version of a room's tables and the checksum of the file that made it. */
    record Version(String version, int checksum) {}

    /**
     * A table.
     *
     * @param rows how many rows
     * @param seenByHouse how many of them the house sees through its own walls; -1 where it may not read
     * @param digest of the rows in any order, see {@link RowsDigest}
     * @param sha256 of the bytes of the part
     */
    record Table(String name, List<String> columns, long rows, long seenByHouse, String digest, String sha256) {

        /** Name of its part. */
        String part() {
            return "tables/" + name;
        }

        /** Its columns as they stand in a statement. */
        String columnList() {
            return String.join(", ", columns);
        }
    }

    /** A counter and the last number it gave. */
    record Sequence(String name, long last) {}
}
