package io.mxfail.view;

import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;

import java.time.LocalDate;
import java.time.ZoneOffset;

/// The line of `check -v` about the encryption of a mail host. That its chain leads to no authority
/// that is trusted here is told there alone: senders that follow neither MTA-STS nor DANE take any
/// certificate (RFC 7435), and a company may well have its own authority.
final class TlsText {
    private TlsText() {}

    /// Empty where it was not tried.
    static String of(TlsResult tls) {
        return switch (tls.status()) {
            case NOT_TRIED -> "";
            case NOT_OFFERED -> line("no STARTTLS");
            case REFUSED, FAILED -> line("no TLS: " + tls.problem());
            case OUTDATED -> line("no TLS newer than 1.1");
            case ESTABLISHED -> line(tls.session().map(TlsText::of).orElseThrow());
        };
    }

    private static String of(TlsSession session) {
        return Text.printable(session.protocol())
                + ", certificate "
                + (session.nameMatches() ? "for this name" : "for another name")
                + " until "
                + LocalDate.ofInstant(session.certificate().validity().notAfter(), ZoneOffset.UTC)
                + (session.certificate().isInDate() ? "" : ", outside its dates")
                + ", chain "
                + (session.chainTrusted() ? "trusted" : "not trusted here");
    }

    private static String line(String text) {
        return Lines.of("    ", text);
    }
}
