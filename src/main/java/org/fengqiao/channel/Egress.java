package org.fengqiao.channel;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fengqiao.database.CannotStartException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where the house may call out to, so that nobody can make it call into its own network (ADR 16). A name is looked up once for a call;
 * what it stands for is judged, and the call goes to what was judged and nowhere else.
 */
@Component
public class Egress {

    /** Stands for every address of the public network. */
    private static final String PUBLIC = "public";

    /** Hosts that look like names and are numbers in disguise: decimal, octal, hexadecimal, short. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern FOUR_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final boolean publicToo;
    private final Set<String> hosts;
    private final List<Network> networks;
    private final Set<Integer> ports;
    private final Names names;

    /** Looks names up. */
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** A call that was not made, because nothing allows it. For whoever wants to connect the host has no address. */
    public static final class RefusedCall extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedCall() {
            super("not among the addresses this house may call");
        }
    }

    /** Addresses with the same beginning, of so many bits. */
    private record Network(InetAddress address, int bits) {

        boolean holds(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * @param egress {@code public}, addresses, networks ({@code 10.20.0.0/16}) and names of hosts, between commas; what is not said is
     *     not called. A named host may have an address of the inner network, but none of this machine or link
     * @param ports ports that may be called, between commas; empty for any
     */
    @Autowired
    Egress(
            @Value("${fengqiao.egress:public}") String egress,
            @Value("${fengqiao.egress-ports:80,443,8080,8443}") String ports) {
        this(egress, ports, InetAddress::getAllByName);
    }

    Egress(String egress, String ports, Names names) {
        this.names = names;
        List<String> said = parts(egress);
        try {
            this.publicToo = said.contains(PUBLIC);
            this.networks = said.stream()
                    .filter(one -> one.contains("/") || one.contains(":") || isNumber(one))
                    .map(Egress::network)
                    .toList();
            this.hosts = said.stream()
                    .filter(one -> !one.contains("/") && !one.contains(":") && !isNumber(one) && !one.equals(PUBLIC))
                    .collect(Collectors.toUnmodifiableSet());
            this.ports = parts(ports).stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException wrong) {
            throw new CannotStartException(
                    "设置 fengqiao.egress 或 fengqiao.egress-ports 无法识别：" + wrong.getMessage() + "。",
                    "The setting fengqiao.egress or fengqiao.egress-ports cannot be read: " + wrong.getMessage() + ".");
        }
    }

    /** True for an address written so that everybody reads it the same way: http or https, no user, no disguise, a port in use here. */
    boolean isPlain(URI address) {
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            return false;
        }
        boolean https = "https".equalsIgnoreCase(address.getScheme());
        if (!https && !"http".equalsIgnoreCase(address.getScheme())) {
            return false;
        }
        int port = address.getPort() >= 0 ? address.getPort() : https ? 443 : 80;
        return (ports.isEmpty() || ports.contains(port)) && !isDisguised(host);
    }

    /**
     * The addresses a host has now, each of which may be called.
     *
     * @throws UnknownHostException when it has none
     * @throws RefusedCall when one of them may not be called, or the host is not written plainly
     */
    InetAddress[] resolved(String host) throws UnknownHostException {
        if (isDisguised(host)) {
            throw new RefusedCall();
        }
        InetAddress[] found = names.of(bare(host));
        boolean named = hosts.contains(withoutDot(host.toLowerCase(Locale.ROOT)));
        for (InetAddress one : found) {
            if (!mayBeCalled(one, named)) {
                throw new RefusedCall();
            }
        }
        if (found.length == 0) {
            throw new UnknownHostException(host);
        }
        return found.clone();
    }

    private boolean mayBeCalled(InetAddress address, boolean named) {
        if (networks.stream().anyMatch(network -> network.holds(address))) {
            return true;
        }
        InetAddress meant = unwrapped(address);
        if (isOurs(meant)) {
            return false;
        }
        return named || (publicToo && !isInner(meant));
    }

    /** This machine, this link, nobody, everybody: no name leads there by right. */
    private static boolean isOurs(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || (bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xFF) >= 240));
    }

    /**
     * Site, shared (100.64/10), protocol (192.0.0/24) and benchmark (198.18/15) addresses; of IPv6 all that is not global unicast
     * (2000::/3), and of that what tunnels IPv4 (Teredo 2001::/32, 6to4 2002::/16).
     */
    private static boolean isInner(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (bytes.length == 4) {
            return address.isSiteLocalAddress()
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 192 && second == 0 && bytes[2] == 0)
                    || (first == 198 && (second == 18 || second == 19));
        }
        boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean sixToFour = first == 0x20 && second == 0x02;
        return (first & 0xE0) != 0x20 || teredo || sixToFour;
    }

    /** The IPv4 address inside ::a.b.c.d, ::ffff:a.b.c.d, ::ffff:0:a.b.c.d and 64:ff9b::a.b.c.d. */
    private static InetAddress unwrapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xFF) == 0xFF && (bytes[3] & 0xFF) == 0x9B;
        for (int i = nat64 ? 4 : 0; i < 8; i++) {
            if (bytes[i] != 0) {
                return address;
            }
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A number in another dress than four plain numbers, or an address that names a link of this machine. */
    private static boolean isDisguised(String host) {
        if (host.startsWith("[") || host.contains(":")) {
            return host.contains("%");
        }
        return ENDS_IN_NUMBER.matcher(host).matches() && !isNumber(host);
    }

    private static boolean isNumber(String host) {
        return FOUR_NUMBERS.matcher(host).matches()
                && Arrays.stream(host.split("\\.", -1)).allMatch(part -> Integer.parseInt(part) < 256);
    }

    private static Network network(String said) {
        String[] parts = said.split("/", -1);
        try {
            InetAddress address = InetAddress.getByName(parts[0]);
            int all = address.getAddress().length * 8;
            int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            if (parts.length > 2 || bits < 0 || bits > all) {
                throw new IllegalArgumentException(said);
            }
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException wrong) {
            throw new IllegalArgumentException(said, wrong);
        }
    }

    private static List<String> parts(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
