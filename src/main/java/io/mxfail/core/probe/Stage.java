package io.mxfail.core.probe;

/// The steps of a conversation with a mail host, in the order in which they happen (RFC 5321, RFC
/// 3207). A probe goes no further than `RCPT`: it never sends a message.
public enum Stage {
    CONNECT("connect"),
    GREETING("greeting"),
    EHLO("ehlo"),
    /// Only where the host does not know `EHLO`.
    HELO("helo"),
    STARTTLS("starttls"),
    /// The handshake itself.
    TLS("tls"),
    /// What was said before the handshake is forgotten, so the host is asked again (RFC 3207,
    /// 4.2).
    EHLO_TLS("ehlo-tls"),
    /// Only at submission relays (RFC 4954).
    AUTH("auth"),
    MAIL("mail"),
    RCPT("rcpt"),
    RSET("rset"),
    QUIT("quit");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /// The word used in output and in JSON.
    public String label() {
        return label;
    }
}
