package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.TlsReporting;

import java.util.List;
import java.util.Optional;

/// A record at `_smtp._tls` that senders pass over: nobody reports that TLS fails (RFC 8460,
/// section 3).
final class TlsRptInvalid implements Rule {
    @Override
    public String id() {
        return "TLSRPT-INVALID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        String name = "_smtp._tls." + domain.name().toString(true);
        Say say = Say.domain(this, situation, domain.name(), name, "RFC 8460, section 3");
        return switch (situation.names().dns().after().tlsReporting(domain.name())) {
            case Published.Valid<TlsReporting> _,
                    Published.Missing<TlsReporting> _,
                    Published.NoAnswer<TlsReporting> _ ->
                    Optional.empty();
            case Published.Several<TlsReporting>(int count) ->
                    Optional.of(
                            say.warn(
                                    count + " records at " + name + ": senders report nowhere",
                                    "leave one of them"));
            case Published.Invalid<TlsReporting> _ ->
                    Optional.of(
                            say.warn(
                                    "senders cannot read the record at " + name,
                                    "publish `v=TLSRPTv1; rua=mailto:…`, to a domain that does"
                                            + " not fail with this one"));
        };
    }
}
