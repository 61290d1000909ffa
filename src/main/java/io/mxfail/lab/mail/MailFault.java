package io.mxfail.lab.mail;

import java.util.Arrays;
import java.util.Optional;

/// How a lab mail server misbehaves; switched at run time.
public enum MailFault {
    OK("ok", "works"),
    DOWN("down", "its port is closed"),
    SILENT("silent", "takes connections and says nothing"),
    SLOW("slow", "greets late"),
    DRIP("drip", "sends one byte at a time"),
    GARBAGE("garbage", "greets in another protocol"),
    BUSY("421", "greets with 421"),
    NO_SERVICE("554", "greets with 554"),
    BLOCKED("blocked", "answers 554 5.7.1 because of the client's address"),
    DEFERS("451", "answers 451 to every recipient"),
    GREYLISTS("greylist", "puts off strangers with 450, until they come again after 3 s"),
    RELAY_DENIED("relay-denied", "serves none of its domains"),
    UNKNOWN_USERS("unknown-user", "knows none of its recipients"),
    CATCH_ALL("catch-all", "accepts any recipient of its domains"),
    NULL_SENDER_REFUSED("null-sender", "refuses MAIL FROM:<>"),
    DROPS("drop", "hangs up at RCPT"),
    NO_STARTTLS("no-starttls", "offers no encryption"),
    STARTTLS_REFUSED("starttls-454", "offers encryption, but refuses it"),
    TLS_BROKEN("tls-broken", "breaks the handshake"),
    EXPIRED_CERTIFICATE("expired", "shows an expired certificate"),
    WRONG_NAME("wrong-name", "shows a certificate for another name");

    private final String label;
    private final String meaning;

    MailFault(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /// The word by which a fault is asked for.
    public String label() {
        return label;
    }

    /// What it does, to follow the server's name: "mx1 greets late".
    public String meaning() {
        return meaning;
    }

    /// Finds a fault by its word.
    public static Optional<MailFault> named(String label) {
        return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst();
    }
}
