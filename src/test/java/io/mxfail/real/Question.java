package io.mxfail.real;

/// What can be asked about a mail server, whoever answers.
enum Question {
    /// It opens the conversation with 220.
    GREETS,
    /// A TLS handshake succeeds, be the certificate what it may.
    ENCRYPTS,
    /// A sender that checks certificates (MTA-STS) would go on: chain, name and dates hold.
    TRUSTED,
    /// The dates of its certificate hold.
    IN_DATE,
    /// It takes mail for the recipient.
    TAKES_MAIL
}
