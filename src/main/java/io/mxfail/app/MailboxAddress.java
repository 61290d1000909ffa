package io.mxfail.app;

import java.net.IDN;

/// Where a mailbox is read, as a profile names it: `imaps://USER@HOST[:PORT]`. With `imap://` the
/// connection is encrypted by STARTTLS.
///
/// @param host a name in A-labels, or an address literal without brackets
record MailboxAddress(boolean implicitTls, String user, String host, int port) {
    private static final int IMAPS = 993;
    private static final int IMAP = 143;

    /// Reads what the profile's own check has let through; a `%40` in the user is an at sign, a
    /// `%3A` a colon.
    static MailboxAddress parse(String text) {
        boolean implicit = text.startsWith("imaps://");
        String rest = text.substring(text.indexOf("://") + 3);
        rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        int at = rest.lastIndexOf('@');
        String user = rest.substring(0, at).replace("%40", "@").replaceAll("(?i)%3a", ":");
        String place = rest.substring(at + 1);
        int port = implicit ? IMAPS : IMAP;
        int colon = place.lastIndexOf(':');
        boolean numbered =
                colon > place.lastIndexOf(']')
                        && place.substring(colon + 1).matches("[1-9]\\d{0,4}");
        if (numbered && Integer.parseInt(place.substring(colon + 1)) <= 65_535) {
            port = Integer.parseInt(place.substring(colon + 1));
            place = place.substring(0, colon);
        }
        boolean bracketed = place.startsWith("[") && place.endsWith("]");
        String host = bracketed ? place.substring(1, place.length() - 1) : ascii(place);
        return new MailboxAddress(implicit, user, host, port);
    }

    /// As DNS and certificates have it.
    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException _) {
            return host; // no name: it has no address, and that is said
        }
    }
}
