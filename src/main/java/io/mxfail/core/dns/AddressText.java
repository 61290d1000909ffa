package io.mxfail.core.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// An IP address as people write it; an IPv6 address in its canonical form (RFC 5952), which
/// Java's own is not.
public final class AddressText {
    private AddressText() {}

    /// The text of an address.
    public static String of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int gap = 0;
        int length = 0;
        for (int start = 0; start < groups.length; start++) {
            int end = start;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - start > length) {
                gap = start;
                length = end - start;
            }
        }
        return length < 2
                ? hex(groups, 0, groups.length)
                : hex(groups, 0, gap) + "::" + hex(groups, gap + length, groups.length);
    }

    private static String hex(int[] groups, int from, int to) {
        List<String> words = new ArrayList<>();
        for (int i = from; i < to; i++) {
            words.add(Integer.toHexString(groups[i]));
        }
        return String.join(":", words);
    }
}
