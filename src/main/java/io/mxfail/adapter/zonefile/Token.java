package io.mxfail.adapter.zonefile;

/// A word of an entry, with its quotes and escapes as written.
///
/// @param start where it begins in the entry's text
/// @param end where what follows begins
record Token(String text, int start, int end) {
    /// The word with every octet that is not printable ASCII as `\DDD`, which means the same and
    /// survives any reader's character set.
    String plain() {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char octet = text.charAt(i);
            if (octet < ' ' || octet > '~') {
                plain.append('\\').append((char) ('0' + octet / 100));
                plain.append((char) ('0' + octet / 10 % 10)).append((char) ('0' + octet % 10));
            } else {
                plain.append(octet);
            }
        }
        return plain.toString();
    }
}
