package org.fengqiao.database;

/** The house refuses to start, and says in both languages why and what to do. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String chinese;
    private final String english;

    /** Both texts are whole sentences for the person at the terminal. */
    public CannotStartException(String chinese, String english) {
        super(english);
        this.chinese = chinese;
        this.english = english;
    }

    /** The words in Chinese. */
    public String chinese() {
        return chinese;
    }

    /** The words in English. */
    public String english() {
        return english;
    }
}
