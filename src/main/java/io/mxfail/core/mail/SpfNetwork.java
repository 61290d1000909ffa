package io.mxfail.core.mail;

import org.xbill.DNS.Address;

import java.util.HexFormat;

/// The network of an `ip4:` or `ip6:` term, so that `192.0.2.0/24` and `192.0.2.7/24` are one.
final class SpfNetwork {
    private SpfNetwork() {}

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
