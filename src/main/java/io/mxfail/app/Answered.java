package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.port.Lookup;
import io.mxfail.port.ProbeRequest;
import io.mxfail.port.SubmissionProbe;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is asked of those outside during a check, as texts, and the forms in which their answers
/// are kept. Deadlines are no part of a question, nor are names that are made up anew each time.
final class Answered {
    /// What stands in a question where a secret was.
    static final String SECRET = "(secret)";

    private Answered() {}

    /// Whether there was an answer, and which.
    record Dns(DnsAnswer answer) {}

    record Signed(SignedAnswer answer) {}

    record Servers(List<Lookup.NameServer> servers) {}

    record Recursion(Optional<Boolean> offered) {}

    record Mail(HostProbe host) {}

    record Relay(List<RelayAddress> addresses) {}

    record Policy(MtaStsFetched fetched) {}

    record Provider(String identity, Capabilities capabilities) {}

    /// Either of both.
    record Zone(Optional<Name> zone, Optional<Refused> refused) {}

    /// Either of both.
    record Sets(Optional<Observed> sets, Optional<Refused> refused) {}

    record Refused(FailureKind kind, String message) {
        static Refused of(ProviderException e) {
            return new Refused(e.kind(), String.valueOf(e.getMessage()));
        }

        ProviderException exception() {
            return new ProviderException(kind, message);
        }
    }

    static String authoritative(ServerAddress server, RecordKey key) {
        return "server " + server + " " + key;
    }

    static String recursive(String resolver, RecordKey key) {
        return "resolver " + resolver + " " + key;
    }

    static String delegation(Name zone, String resolver) {
        return "parents " + zone + " by " + resolver;
    }

    static String recursion(ServerAddress server, Name zone) {
        return "recursion " + server + " " + zone;
    }

    static String signed(ServerAddress server, RecordKey key) {
        return "signed server " + server + " " + key;
    }

    static String validated(String resolver, RecordKey key, boolean check) {
        return (check ? "validated " : "unvalidated ") + resolver + " " + key;
    }

    static String mail(ProbeRequest request) {
        return "mail " + request.host() + " " + addresses(request.targets());
    }

    static String relay(SubmissionProbe.Request request) {
        return "relay " + request.name() + " " + addresses(request.targets());
    }

    static String policy(String host) {
        return "policy " + host;
    }

    /// @param config with [#SECRET] in the place of secrets
    static String provider(ProviderConfig config) {
        return "provider " + config.type() + " " + ordered(config.options());
    }

    static String zoneOf(String provider, Name name) {
        return provider + " zone of " + name;
    }

    static String read(String provider, Name zone, Collection<RecordKey> keys) {
        return provider
                + " sets of "
                + zone
                + " "
                + new TreeSet<>(keys)
                        .stream().map(RecordKey::toString).collect(Collectors.joining(", "));
    }

    private static String ordered(Map<String, Object> options) {
        var ordered = new TreeMap<String, String>();
        options.forEach(
                (name, value) ->
                        ordered.put(
                                name,
                                value instanceof Map<?, ?> group
                                        ? ordered(texts(group))
                                        : String.valueOf(value)));
        return ordered.toString();
    }

    private static Map<String, Object> texts(Map<?, ?> group) {
        var texts = new TreeMap<String, Object>();
        group.forEach((name, value) -> texts.put(String.valueOf(name), value));
        return texts;
    }

    private static String addresses(List<InetSocketAddress> targets) {
        return targets.stream()
                .map(t -> t.getAddress().getHostAddress() + ":" + t.getPort())
                .collect(Collectors.joining(" "));
    }
}
