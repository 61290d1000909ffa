package io.mxfail.core.mail;

import io.mxfail.core.dns.AddressText;

import org.xbill.DNS.Address;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The network of an `ip4:` or `ip6:` term, so that `192.0.2.0/24` and `192.0.2.7/24` are one.
final class SpfNetwork {
    private static final Pattern NORMALISED = Pattern.compile("(ip[46]):([0-9a-f]+)/(\\d+)");
    private static final Pattern WRITTEN =
            Pattern.compile("(?i)([-+?~]?)(ip[46]):([0-9a-f.:]+)(?:/(\\d{1,3}))?");

    private SpfNetwork() {}

    /// Whether all addresses of one network are in another, both as [#normalised] has them.
    static boolean isWithin(String inner, String outer) {
        Matcher in = NORMALISED.matcher(inner);
        Matcher out = NORMALISED.matcher(outer);
        if (!in.matches() || !out.matches() || !in.group(1).equals(out.group(1))) {
            return false;
        }
        int bits = Integer.parseInt(out.group(3));
        return bits <= Integer.parseInt(in.group(3))
                && normalised(written(in, bits)).equals(normalised(written(out, bits)));
    }

    private static String written(Matcher network, int bits) {
        return network.group(1) + ":" + address(network.group(2)) + "/" + bits;
    }

    private static String address(String hex) {
        try {
            return AddressText.of(InetAddress.getByAddress(HexFormat.of().parseHex(hex)));
        } catch (IOException e) {
            throw new IllegalStateException(hex + " is no address", e);
        }
    }

    /// A term as short as it can be written; one that holds no valid network stays as it is.
    static String shortest(String term) {
        Matcher written = WRITTEN.matcher(term);
        if (!written.matches()) {
            return term;
        }
        Matcher network =
                NORMALISED.matcher(
                        normalised(term.substring(written.end(1)).toLowerCase(Locale.ROOT)));
        if (!network.matches()) {
            return term;
        }
        String bits = network.group(3);
        String single = network.group(1).equals("ip4") ? "32" : "128";
        String text =
                written.group(1).replace("+", "")
                        + network.group(1)
                        + ":"
                        + address(network.group(2))
                        + (bits.equals(single) ? "" : "/" + bits);
        // an IPv4 address within IPv6 has another spelling, which is left alone
        return text.length() < term.length()
                        && normalised(text.substring(text.indexOf('i'))).equals(network.group())
                ? text
                : term;
    }

    /// A lower-case term with its address in one canonical spelling and its host bits
    /// cleared; a term that holds no valid network stays as it is.
    static String normalised(String term) {
        int colon = term.indexOf(':');
        String argument = term.substring(colon + 1);
        int slash = argument.indexOf('/');
        String address = slash < 0 ? argument : argument.substring(0, slash);
        byte[] bytes =
                Address.toByteArray(address, term.startsWith("ip4") ? Address.IPv4 : Address.IPv6);
        if (bytes == null) {
            return term;
        }
        int length = bytes.length * 8;
        if (slash >= 0) {
            String digits = argument.substring(slash + 1);
            if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > length) {
                return term;
            }
            length = Integer.parseInt(digits);
        }
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return term.substring(0, colon + 1) + HexFormat.of().formatHex(bytes) + "/" + length;
    }
}
