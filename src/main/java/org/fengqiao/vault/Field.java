package org.fengqiao.vault;

/**
 * A column that is kept sealed. The sealed value stands in {@code <name>_sealed}; where rows are looked up by it, its blind index in
 * {@code <name>_index}.
 *
 * @param table with its schema; has a key {@code id} and a {@code unit_id}
 * @param name of the column, without ending
 * @param indexed whether there is a blind index
 */
public record Field(String table, String name, boolean indexed) {

    /** A field that rows are looked up by. */
    public static Field indexed(String table, String name) {
        return new Field(table, name, true);
    }

    /** A field that is only read. */
    public static Field plain(String table, String name) {
        return new Field(table, name, false);
    }

    String sealedColumn() {
        return name + "_sealed";
    }

    String indexColumn() {
        return name + "_index";
    }

    @Override
    public String toString() {
        return table + "." + name;
    }
}
