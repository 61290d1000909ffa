package io.mxfail.core.probe;

import org.xbill.DNS.Name;

/// An address that a host is asked about, and the mail domain it stands for.
///
/// @param invented a random name that nobody has: a host that accepts it accepts everything
public record Recipient(Name domain, String address, boolean invented) {
    public Recipient {
        // The address goes into a command line: anything that could end or split it is refused
        // here.
        if (!isSpeakable(address)) {
            throw new IllegalArgumentException(
                    "not an address that SMTP can carry: " + Reply.printable(address));
        }
    }

    /// Whether SMTP can carry this in a command without quoting: printable ASCII, no blank, no
    /// angle bracket.
    public static boolean isSpeakable(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(c -> c > ' ' && c < 127 && c != '<' && c != '>');
    }

    /// A recipient that the profile says exists.
    public static Recipient declared(Name domain, String address) {
        return new Recipient(domain, address, false);
    }

    /// Whether the address is made up in another domain than the one it stands for: a host that
    /// accepts it relays for strangers. A declared one there may well be the host's own.
    public boolean isForeign() {
        return invented
                && !address.substring(address.lastIndexOf('@') + 1)
                        .equalsIgnoreCase(domain.toString(true));
    }

    /// A recipient that must not exist.
    public static Recipient invented(Name domain, String address) {
        return new Recipient(domain, address, true);
    }
}
