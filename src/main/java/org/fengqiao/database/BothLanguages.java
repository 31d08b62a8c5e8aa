package org.fengqiao.database;

/** Words for the person at the terminal, whose language nobody has asked yet. */
public record BothLanguages(String chinese, String english) {

    /** Both in one line. */
    @Override
    public String toString() {
        return chinese + " / " + english;
    }
}
