package io.mxfail.adapter.smtp;

import io.mxfail.port.MailSender;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Sends one message over one connection.
///
/// Apart from the probe on purpose: nothing that only looks can come to `DATA` by mistake.
public final class SmtpSender implements MailSender {
    private final InstantSource clock;
    private final Map<String, TrustAnchors> anchors = new ConcurrentHashMap<>();

    /// @param clock tells whether certificates are in date
    public SmtpSender(InstantSource clock) {
        this.clock = clock;
    }

    /// @throws IllegalArgumentException where the extra trust anchors hold no certificate
    @Override
    public Sent send(Letter letter, InetSocketAddress host) {
        var tls =
                new TlsClient(
                        anchors.computeIfAbsent(letter.security().anchorsPem(), TrustAnchors::with),
                        letter.security().expectedName());
        return new SendConversation(letter, host, tls, clock).run();
    }
}
