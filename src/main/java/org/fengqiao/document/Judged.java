package org.fengqiao.document;

import org.jspecify.annotations.Nullable;

/**
 * What a file is, by its content.
 *
 * @param quarantined why it is kept but never handed out; null for a sound one
 */
record Judged(Kind kind, @Nullable Quarantined quarantined) {

    /** The kinds of paper we take. */
    enum Kind {
        PDF("application/pdf"),
        DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** Its media type. */
        String type() {
            return type;
        }

        /** How its name ends. */
        String ending() {
            return "." + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Why a file is in quarantine. */
    enum Quarantined {
        /** It holds what virus scanners are tried with, so it holds what they warn of. */
        VIRUS,
        /** Nobody can look into it. */
        ENCRYPTED
    }
}
