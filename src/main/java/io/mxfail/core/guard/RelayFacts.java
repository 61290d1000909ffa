package io.mxfail.core.guard;

import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How rules speak of submission relays.
final class RelayFacts {
    private RelayFacts() {}

    /// The relays of the sites whose readiness is judged.
    static List<RelayProbe> of(Situation situation) {
        List<String> candidates = situation.candidates();
        return situation.probes().relays().stream()
                .filter(relay -> candidates.contains(relay.site()))
                .toList();
    }

    /// What there is to say of each address, with the address.
    static List<String> at(RelayProbe relay, Function<RelayAddress, Optional<String>> fact) {
        return relay.addresses().stream()
                .flatMap(
                        address ->
                                fact.apply(address).map(f -> address.endpoint() + " " + f).stream())
                .toList();
    }

    /// The relay and where its name leads.
    static String who(RelayProbe relay) {
        return "the relay "
                + relay.label()
                + " of "
                + relay.site()
                + (relay.leadsTo().equals(relay.name())
                        ? ""
                        : " (leads to " + relay.leadsTo().toString(true) + ")");
    }

    static Say say(Rule rule, Situation situation, RelayProbe relay, String reference) {
        return Say.host(
                rule,
                situation,
                Optional.of(relay.site()),
                List.of(),
                relay.name().toString(),
                reference);
    }
}
