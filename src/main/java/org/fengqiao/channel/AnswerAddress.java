package org.fengqiao.channel;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Judges where answers may be called out to, so that nobody can make the house call into its own network. An address is judged when
 * it is set down and again before every call, because names change what they stand for.
 */
@Component
public class AnswerAddress {

    private static final int LONGEST = 500;

    private final boolean allowPrivate;

    AnswerAddress(@Value("${fengqiao.hooks.allow-private:false}") boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /**
     * The address, well-formed; empty stays empty.
     *
     * @throws RefusedException when it is no http or https address, carries a password, or is plainly one of the inner network
     */
    public String require(@Nullable String address) {
        String given = address == null ? "" : address.strip();
        if (given.isEmpty()) {
            return "";
        }
        try {
            URI uri = new URI(given);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web
                    || uri.getHost() == null
                    || uri.getUserInfo() != null
                    || uri.getFragment() != null
                    || given.length() > LONGEST) {
                throw RefusedException.badInput("refused.bridge.address").at("answerUrl");
            }
        } catch (URISyntaxException e) {
            throw RefusedException.badInput("refused.bridge.address").at("answerUrl");
        }
        if (isInner(URI.create(given))) {
            throw RefusedException.badInput("refused.bridge.inner").at("answerUrl");
        }
        return given;
    }

    /** True when the address may be called now; looks its name up. */
    public boolean mayBeCalled(URI address) throws UnknownHostException {
        if (allowPrivate) {
            return true;
        }
        for (InetAddress one : InetAddress.getAllByName(host(address))) {
            if (isInner(one)) {
                return false;
            }
        }
        return true;
    }

    private boolean isInner(URI address) {
        try {
            return !mayBeCalled(address);
        } catch (UnknownHostException notYet) {
            return false;
        }
    }

    private static String host(URI address) {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Loopback, link, site, shared (100.64/10), unique local (fc00::/7), this network, multicast, and IPv4 wrapped in IPv6. */
    private static boolean isInner(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16 && wrapsIpv4(bytes)) {
            try {
                return isInner(InetAddress.getByAddress(java.util.Arrays.copyOfRange(bytes, 12, 16)));
            } catch (UnknownHostException impossible) {
                return true;
            }
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (bytes.length == 4
                        && (first == 0
                                || first >= 240
                                || (first == 100 && second >= 64 && second < 128)
                                || (first == 192 && second == 0)
                                || (first == 198 && (second == 18 || second == 19))))
                || (bytes.length == 16 && (first & 0xFE) == 0xFC);
    }

    /** ::a.b.c.d, ::ffff:a.b.c.d and 64:ff9b::a.b.c.d. */
    private static boolean wrapsIpv4(byte[] bytes) {
        boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xFF) == 0xFF && (bytes[3] & 0xFF) == 0x9B;
        for (int i = nat64 ? 4 : 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        boolean mapped = bytes[10] == -1 && bytes[11] == -1;
        boolean plain = bytes[10] == 0 && bytes[11] == 0;
        return mapped || plain;
    }
}
