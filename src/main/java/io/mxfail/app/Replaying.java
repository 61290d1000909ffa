package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.format.Tape;
import io.mxfail.port.Lookup;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A world in which everybody answers what they answered when a check was saved, at that moment.
/// Nobody is asked, and no secret is looked up. What was not asked then, since the profile was
/// another one, has no answer now.
final class Replaying {
    private static final String NOT_ASKED = "was not asked when the check was saved";

    private final World world;
    private final Tape tape;

    private Replaying(World world, Tape tape) {
        this.world = world;
        this.tape = tape;
    }

    static World of(World world, Tape tape, Instant at) {
        return new Replaying(world, tape).world(at);
    }

    private World world(Instant at) {
        World.Network network = world.network();
        var lookup = new Answers();
        return new World(
                world.profiles(),
                providers(),
                new World.Network(
                        () -> lookup,
                        () ->
                                request ->
                                        tape.answer(Answered.mail(request), Answered.Mail.class)
                                                .map(Answered.Mail::host)
                                                .orElseGet(
                                                        () ->
                                                                HostProbe.without(
                                                                        request.host(),
                                                                        HostProbe.Resolution
                                                                                .FAILED)),
                        () ->
                                request ->
                                        tape.answer(Answered.relay(request), Answered.Relay.class)
                                                .map(Answered.Relay::addresses)
                                                .orElse(List.of()),
                        () ->
                                request ->
                                        tape.answer(
                                                        Answered.policy(request.host()),
                                                        Answered.Policy.class)
                                                .map(Answered.Policy::fetched)
                                                .orElseGet(
                                                        () -> new MtaStsFetched.Failed(NOT_ASKED)),
                        network.programs(),
                        network.post(),
                        _ -> Answered.SECRET),
                world.records(),
                new World.Time(InstantSource.fixed(at), world.time().pause()),
                world.operator());
    }

    private World.Providers providers() {
        return new World.Providers() {
            @Override
            public List<ProviderDescription> descriptions() {
                return world.providers().descriptions();
            }

            @Override
            public Optional<ProviderDescription> description(String type) {
                return world.providers().description(type);
            }

            @Override
            public Optional<DnsProvider> open(ProviderConfig config) {
                String question = Answered.provider(config);
                Answered.Provider known =
                        tape.answer(question, Answered.Provider.class)
                                .orElseGet(
                                        () ->
                                                new Answered.Provider(
                                                        config.type() + " (" + NOT_ASKED + ")",
                                                        new Capabilities(
                                                                Capabilities.Atomicity.ZONE,
                                                                Capabilities.StaleWrite
                                                                        .REFUSED_BY_SERVICE,
                                                                Duration.ZERO,
                                                                Integer.MAX_VALUE)));
                return Optional.of(new Remembered(question, known));
            }
        };
    }

    /// A provider as it was read.
    private final class Remembered implements DnsProvider {
        private final String question;
        private final Answered.Provider known;

        Remembered(String question, Answered.Provider known) {
            this.question = question;
            this.known = known;
        }

        @Override
        public String identity() {
            return known.identity();
        }

        @Override
        public Capabilities capabilities() {
            return known.capabilities();
        }

        @Override
        public Name zoneOf(Name name) throws ProviderException {
            Answered.Zone zone =
                    tape.answer(Answered.zoneOf(question, name), Answered.Zone.class)
                            .orElseThrow(this::notAsked);
            if (zone.refused().isPresent()) {
                throw zone.refused().get().exception();
            }
            return zone.zone().orElseThrow(this::notAsked);
        }

        @Override
        public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
            Answered.Sets sets =
                    tape.answer(Answered.read(question, zone, keys), Answered.Sets.class)
                            .orElseThrow(this::notAsked);
            if (sets.refused().isPresent()) {
                throw sets.refused().get().exception();
            }
            return sets.sets().orElseThrow(this::notAsked);
        }

        private ProviderException notAsked() {
            return new ProviderException(
                    FailureKind.UNAVAILABLE,
                    identity() + " " + NOT_ASKED + " for what the profile names now");
        }

        @Override
        public Outcome write(ZoneWrite write) {
            throw new IllegalStateException("a saved check writes nothing");
        }

        @Override
        public boolean inSync(String receipt) {
            throw new IllegalStateException("a saved check writes nothing");
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }

    /// Name servers as they answered.
    private final class Answers implements Lookup {
        private DnsAnswer answer(String question) {
            return tape.answer(question, Answered.Dns.class)
                    .map(Answered.Dns::answer)
                    .orElseGet(Answers::none);
        }

        private static DnsAnswer none() {
            return new DnsAnswer.Failed(DnsAnswer.Reason.UNREACHABLE, NOT_ASKED);
        }

        private SignedAnswer signed(String question) {
            return tape.answer(question, Answered.Signed.class)
                    .map(Answered.Signed::answer)
                    .orElseGet(() -> SignedAnswer.bare(none()));
        }

        @Override
        public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
            return answer(Answered.authoritative(server, key));
        }

        @Override
        public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
            return answer(Answered.recursive(resolver, key));
        }

        @Override
        public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
            return tape.answer(Answered.delegation(zone, resolver), Answered.Servers.class)
                    .map(Answered.Servers::servers)
                    .orElse(List.of());
        }

        @Override
        public Optional<Boolean> recursion(ServerAddress server, Name zone, Duration timeout) {
            return tape.answer(Answered.recursion(server, zone), Answered.Recursion.class)
                    .flatMap(Answered.Recursion::offered);
        }

        @Override
        public boolean asksForSignatures() {
            return true;
        }

        @Override
        public SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
            return tape.answer(Answered.signed(server, key), Answered.Signed.class)
                    .map(Answered.Signed::answer)
                    .orElseGet(() -> SignedAnswer.bare(authoritative(server, key, timeout)));
        }

        @Override
        public SignedAnswer validated(
                String resolver, RecordKey key, boolean check, Duration timeout) {
            return signed(Answered.validated(resolver, key, check));
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
