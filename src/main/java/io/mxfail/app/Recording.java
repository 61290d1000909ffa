package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.format.Tape;
import io.mxfail.port.Lookup;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The world as it is, with every answer that a check gets from it kept on a tape. Secrets are not
/// among them: where one was part of a question, a word stands there.
final class Recording {
    private final World world;
    private final Tape tape;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    private Recording(World world, Tape tape) {
        this.world = world;
        this.tape = tape;
    }

    static World of(World world, Tape tape) {
        return new Recording(world, tape).world();
    }

    private World world() {
        World.Network network = world.network();
        return new World(
                world.profiles(),
                providers(),
                new World.Network(
                        () -> new Asked(network.lookup().get()),
                        () ->
                                request ->
                                        tape.keep(
                                                        Answered.mail(request),
                                                        new Answered.Mail(
                                                                network.mail()
                                                                        .get()
                                                                        .probe(request)))
                                                .host(),
                        () ->
                                request ->
                                        tape.keep(
                                                        Answered.relay(request),
                                                        new Answered.Relay(
                                                                network.submission()
                                                                        .get()
                                                                        .probe(request)))
                                                .addresses(),
                        () ->
                                request ->
                                        tape.keep(
                                                        Answered.policy(request.host()),
                                                        new Answered.Policy(
                                                                network.policies()
                                                                        .get()
                                                                        .fetch(request)))
                                                .fetched(),
                        network.programs(),
                        network.post(),
                        reference -> {
                            String secret = network.secrets().resolve(reference);
                            secrets.add(secret);
                            return secret;
                        }),
                world.records(),
                world.time(),
                world.operator());
    }

    private World.Providers providers() {
        World.Providers providers = world.providers();
        return new World.Providers() {
            @Override
            public List<ProviderDescription> descriptions() {
                return providers.descriptions();
            }

            @Override
            public Optional<ProviderDescription> description(String type) {
                return providers.description(type);
            }

            @Override
            public Optional<DnsProvider> open(ProviderConfig config) {
                String question =
                        Answered.provider(
                                new ProviderConfig(config.type(), hidden(config.options())));
                return providers.open(config).map(provider -> new Read(question, provider));
            }
        };
    }

    private Map<String, Object> hidden(Map<?, ?> options) {
        var hidden = new LinkedHashMap<String, Object>();
        options.forEach(
                (name, value) ->
                        hidden.put(
                                String.valueOf(name),
                                value instanceof Map<?, ?> group
                                        ? hidden(group)
                                        : secrets.contains(String.valueOf(value))
                                                ? Answered.SECRET
                                                : String.valueOf(value)));
        return hidden;
    }

    /// A provider that is read.
    private final class Read implements DnsProvider {
        private final String question;
        private final DnsProvider provider;

        Read(String question, DnsProvider provider) {
            this.question = question;
            this.provider = provider;
            tape.keep(
                    question, new Answered.Provider(provider.identity(), provider.capabilities()));
        }

        @Override
        public String identity() {
            return provider.identity();
        }

        @Override
        public Capabilities capabilities() {
            return provider.capabilities();
        }

        @Override
        public Name zoneOf(Name name) throws ProviderException {
            String asked = Answered.zoneOf(question, name);
            try {
                Name zone = provider.zoneOf(name);
                tape.keep(asked, new Answered.Zone(Optional.of(zone), Optional.empty()));
                return zone;
            } catch (ProviderException e) {
                tape.keep(
                        asked,
                        new Answered.Zone(Optional.empty(), Optional.of(Answered.Refused.of(e))));
                throw e;
            }
        }

        @Override
        public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
            String asked = Answered.read(question, zone, keys);
            try {
                Observed sets = provider.read(zone, keys);
                tape.keep(asked, new Answered.Sets(Optional.of(sets), Optional.empty()));
                return sets;
            } catch (ProviderException e) {
                tape.keep(
                        asked,
                        new Answered.Sets(Optional.empty(), Optional.of(Answered.Refused.of(e))));
                throw e;
            }
        }

        @Override
        public Outcome write(ZoneWrite write) {
            return provider.write(write);
        }

        @Override
        public boolean inSync(String receipt) throws ProviderException {
            return provider.inSync(receipt);
        }

        @Override
        public void close() {
            provider.close();
        }
    }

    /// Name servers that are asked.
    private final class Asked implements Lookup {
        private final Lookup lookup;

        Asked(Lookup lookup) {
            this.lookup = lookup;
        }

        @Override
        public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
            return kept(
                    Answered.authoritative(server, key),
                    lookup.authoritative(server, key, timeout));
        }

        @Override
        public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
            return kept(
                    Answered.recursive(resolver, key), lookup.recursive(resolver, key, timeout));
        }

        private DnsAnswer kept(String question, DnsAnswer answer) {
            return tape.keep(question, new Answered.Dns(answer)).answer();
        }

        @Override
        public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
            return tape.keep(
                            Answered.delegation(zone, resolver),
                            new Answered.Servers(lookup.delegation(zone, resolver, timeout)))
                    .servers();
        }

        @Override
        public Optional<Boolean> recursion(ServerAddress server, Name zone, Duration timeout) {
            return tape.keep(
                            Answered.recursion(server, zone),
                            new Answered.Recursion(lookup.recursion(server, zone, timeout)))
                    .offered();
        }

        @Override
        public boolean asksForSignatures() {
            return lookup.asksForSignatures();
        }

        @Override
        public SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
            return tape.keep(
                            Answered.signed(server, key),
                            new Answered.Signed(lookup.signed(server, key, timeout)))
                    .answer();
        }

        @Override
        public SignedAnswer validated(
                String resolver, RecordKey key, boolean check, Duration timeout) {
            return tape.keep(
                            Answered.validated(resolver, key, check),
                            new Answered.Signed(lookup.validated(resolver, key, check, timeout)))
                    .answer();
        }

        @Override
        public void close() {
            lookup.close();
        }
    }
}
