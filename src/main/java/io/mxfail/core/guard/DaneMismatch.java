package io.mxfail.core.guard;

import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.TlsResult;

import java.util.List;
import java.util.Optional;

/// What a mail host shows meets none of its TLSA records: senders that use DANE do not deliver
/// there (RFC 7672, section 2.2), and such senders are among the largest.
final class DaneMismatch implements Rule {
    @Override
    public String id() {
        return "DANE-MISMATCH";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return DaneMatch.of(situation).stream()
                .flatMap(match -> finding(situation, match).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DaneMatch match) {
        return switch (match.demands()) {
            case Published.Valid<List<Tlsa>>(List<Tlsa> demands) ->
                    mismatch(situation, match, demands);
            case Published.NoAnswer<List<Tlsa>>(String detail) -> silent(situation, match, detail);
            case Published.Missing<List<Tlsa>> _,
                    Published.Several<List<Tlsa>> _,
                    Published.Invalid<List<Tlsa>> _ ->
                    Optional.empty();
        };
    }

    private Optional<Finding> mismatch(Situation situation, DaneMatch match, List<Tlsa> demands) {
        List<String> facts =
                match.addresses().stream()
                        .flatMap(
                                address ->
                                        fact(address, demands)
                                                .map(fact -> address.endpoint() + " " + fact)
                                                .stream())
                        .toList();
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        var host =
                new HostFacts(match.site(), match.name(), HostFacts.domains(match.host()), facts);
        return Optional.of(
                host.say(this, situation, "RFC 7672, section 2.2")
                        .crit(
                                "senders that use DANE do not deliver to "
                                        + host.text()
                                        + "; its TLSA records: "
                                        + Say.some(
                                                demands.stream()
                                                        .map(DaneMismatch::shortened)
                                                        .toList()),
                                fix(match, demands)));
    }

    private static Optional<String> fact(AddressProbe address, List<Tlsa> demands) {
        TlsResult tls = address.tls();
        if (tls.isMissing()) {
            return Optional.of("gives no TLS");
        }
        return tls.session()
                .filter(session -> !session.chain().isEmpty())
                .filter(
                        session ->
                                demands.stream()
                                        .noneMatch(demand -> DaneMatch.meets(session, demand)))
                .map(session -> "shows " + shortened(own(session.chain().getFirst())));
    }

    private static String fix(DaneMatch match, List<Tlsa> demands) {
        Optional<Tlsa> live =
                match.addresses().stream()
                        .flatMap(address -> address.tls().session().stream())
                        .filter(session -> !session.chain().isEmpty())
                        .map(session -> own(session.chain().getFirst()))
                        .filter(own -> !demands.contains(own))
                        .findFirst();
        return live.flatMap(own -> DaneMatch.record(match.name(), own))
                .map(
                        record ->
                                "publish "
                                        + record
                                        + " beside the others, or give the host its former key"
                                        + " back")
                .orElse("have the host offer STARTTLS, or take its TLSA records away");
    }

    private static Tlsa own(java.security.cert.Certificate certificate) {
        return Tlsa.forCertificate(3, 1, 1, certificate);
    }

    /// The name servers tell the host's address and nothing of TLSA: senders that use DANE take
    /// the host for unreachable (RFC 7672, section 2.1.2) where its zone is signed.
    private Optional<Finding> silent(Situation situation, DaneMatch match, String detail) {
        boolean known =
                Optional.ofNullable(situation.names().hosts().get(match.name()))
                        .filter(host -> !host.addresses().isEmpty())
                        .isPresent();
        return known
                ? Optional.of(
                        Say.host(
                                        this,
                                        situation,
                                        Optional.of(match.site()),
                                        HostFacts.domains(match.host()),
                                        match.name().toString(),
                                        "RFC 7672, section 2.1.2")
                                .unknown(
                                        "no answer for the TLSA records of "
                                                + match.name().toString(true)
                                                + ": "
                                                + detail,
                                        "have its name servers answer for them, be it that there"
                                                + " are none"))
                : Optional.empty();
    }

    /// Data is long, and its beginning tells one key from another.
    private static String shortened(Tlsa tlsa) {
        int shown = 16;
        String text = tlsa.toString();
        int data = text.length() - tlsa.data().length();
        return tlsa.data().length() > shown ? text.substring(0, data + shown) + "…" : text;
    }
}
