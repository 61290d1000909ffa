package io.mxfail.adapter.imap;

import io.mxfail.core.probe.Reply;

import java.io.IOException;

/// A conversation with an IMAP server that leads nowhere.
final class ImapTrouble extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    private ImapTrouble(String message, boolean mayPass) {
        super(Reply.none(message).text());
        this.mayPass = mayPass;
    }

    /// Another look may go better.
    static ImapTrouble passing(String message) {
        return new ImapTrouble(message, true);
    }

    /// Another look would end the same way, and could lock the account.
    static ImapTrouble lasting(String message) {
        return new ImapTrouble(message, false);
    }

    boolean mayPass() {
        return mayPass;
    }
}
