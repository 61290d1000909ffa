package io.mxfail.core.guard;

import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsPolicy;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
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

    /// What the policy host serves, whether senders follow it or not; empty: nothing that names a
    /// mode.
    ///
    /// @param hosts that the policy is to name
    /// @param maxAge where the text gives none that can be read
    static Optional<MtaStsPolicy> meant(
            Situation situation, Name domain, List<String> hosts, Duration maxAge) {
        return Optional.ofNullable(situation.names().dns().policies().get(domain))
                .flatMap(
                        fetched ->
                                switch (fetched) {
                                    case MtaStsFetched.Served(String text) -> Optional.of(text);
                                    case MtaStsFetched.Unannounced(String text) ->
                                            Optional.of(text);
                                    case MtaStsFetched.Failed _ -> Optional.empty();
                                })
                .flatMap(
                        text ->
                                switch (MtaStsPolicy.parse(text)) {
                                    case MtaStsPolicy.Good(MtaStsPolicy policy) ->
                                            Optional.of(
                                                    new MtaStsPolicy(
                                                            policy.mode(), hosts, policy.maxAge()));
                                    case MtaStsPolicy.Bad _ ->
                                            MtaStsPolicy.meant(text)
                                                    .map(
                                                            mode ->
                                                                    new MtaStsPolicy(
                                                                            mode, hosts, maxAge));
                                });
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
