package org.fengqiao.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges an address for answers when it is set down; {@link CallOut} judges it again at every call. */
@Component
class AnswerAddress {

    private static final int LONGEST = 500;

    private final Egress egress;

    AnswerAddress(Egress egress) {
        this.egress = egress;
    }

    /** Its host, as it is kept in the trail: the rest of an address may hold a secret. Empty for none. */
    static String host(String required) {
        return required.isEmpty() ? "" : String.valueOf(URI.create(required).getHost());
    }

    /**
     * The address, well-formed; empty stays empty. One whose name nobody knows yet is taken.
     *
     * @throws RefusedException when it is no plain http or https address, or nothing allows to call it
     */
    String require(@Nullable String address) {
        String given = address == null ? "" : address.strip();
        if (given.isEmpty()) {
            return "";
        }
        try {
            URI uri = new URI(given);
            if (given.length() > LONGEST || !egress.isPlain(uri)) {
                throw RefusedException.badInput("refused.bridge.address").at("answerUrl");
            }
            egress.resolved(uri.getHost());
        } catch (URISyntaxException malformed) {
            throw RefusedException.badInput("refused.bridge.address").at("answerUrl");
        } catch (Egress.RefusedCall refused) {
            throw RefusedException.badInput("refused.bridge.inner").at("answerUrl");
        } catch (UnknownHostException notYet) {
            return given;
        }
        return given;
    }
}
