package io.mxfail.core.guard;

import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsPolicy;

import org.xbill.DNS.Name;

import java.util.Optional;

/// The MTA-STS policies that senders follow.
final class MtaStsPolicies {
    private MtaStsPolicies() {}

    /// The text of a domain's policy; empty where senders have none, for whatever reason.
    static Optional<String> text(Situation situation, Name domain) {
        return Optional.ofNullable(situation.names().dns().policies().get(domain))
                .filter(MtaStsFetched.Served.class::isInstance)
                .map(MtaStsFetched.Served.class::cast)
                .map(MtaStsFetched.Served::text)
                .filter(text -> MtaStsPolicy.parse(text) instanceof MtaStsPolicy.Good);
    }

    /// The policy of a domain; empty where senders have none, for whatever reason.
    static Optional<MtaStsPolicy> of(Situation situation, Name domain) {
        return text(situation, domain)
                .map(MtaStsPolicy::parse)
                .filter(MtaStsPolicy.Good.class::isInstance)
                .map(MtaStsPolicy.Good.class::cast)
                .map(MtaStsPolicy.Good::policy);
    }
}
