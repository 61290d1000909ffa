package io.mxfail.core.mail;

/// A record that breaks the grammar of RFC 7208; the message names the term.
public final class SpfSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SpfSyntaxException(String message) {
        super(message);
    }
}
