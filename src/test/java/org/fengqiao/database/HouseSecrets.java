package org.fengqiao.database;

/** The secrets of a data folder without a house, for tests of other rooms. */
public final class HouseSecrets {

    private HouseSecrets() {}

    /** Those of this folder, made where there are none. */
    public static Secrets in(DataFolder data) {
        return new Secrets(data);
    }
}
