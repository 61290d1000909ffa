package io.mxfail.core.guard;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The providers and the resolver panel.
///
/// @param providers in the profile's order
/// @param resolvers what became of asking each resolver: empty text where it answered,
///   else why not
/// @param unread reads that failed; their domains are none of the situation's
/// @param esps what is known of email services
/// @param outside what the rest of DNS says of the zones
public record Services(
        List<ProviderFact> providers,
        Map<String, String> resolvers,
        List<Unread> unread,
        List<EspKnowledge> esps,
        Outside outside) {
    /// Nothing was asked.
    public static final Services NONE = new Services(List.of(), Map.of());

    /// All reads succeeded.
    public Services(List<ProviderFact> providers, Map<String, String> resolvers) {
        this(providers, resolvers, List.of(), List.of());
    }

    /// Nobody else was asked about the zones.
    public Services(
            List<ProviderFact> providers,
            Map<String, String> resolvers,
            List<Unread> unread,
            List<EspKnowledge> esps) {
        this(providers, resolvers, unread, esps, Outside.NONE);
    }

    public Services {
        unread = List.copyOf(unread);
        esps = List.copyOf(esps);
        providers = List.copyOf(providers);
        resolvers = Collections.unmodifiableMap(new LinkedHashMap<>(resolvers));
    }

    /// One provider.
    ///
    /// @param identity as in plans
    /// @param capabilities how it fails
    /// @param refusal why a read was refused; empty: it was not
    /// @param routed sets that it answers by a routing policy (weights, places, health), as
    ///   `NAME TYPE`: they cannot be read or written as one set
    public record ProviderFact(
            String identity,
            Capabilities capabilities,
            Optional<Refusal> refusal,
            List<String> routed) {
        public ProviderFact {
            routed = List.copyOf(routed);
        }

        /// A provider that answers.
        public static ProviderFact of(String identity, Capabilities capabilities) {
            return new ProviderFact(identity, capabilities, Optional.empty(), List.of());
        }
    }

    /// Why a provider refused a read.
    public record Refusal(FailureKind kind, String reason) {}
}
