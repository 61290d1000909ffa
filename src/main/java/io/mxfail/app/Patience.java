package io.mxfail.app;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Greylisting;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.port.MailProbe;
import io.mxfail.port.ProbeRequest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks hosts that greylist a second time, after their delay and with the same sender, recipients
/// and `EHLO` name, as long as that fits into the time that the operator gave. What they say then
/// is what counts.
final class Patience implements MailProbe {
    /// A host that never ends to put off is judged by what it said last.
    private static final int MOST_AGAIN = 3;

    private final MailProbe probe;
    private final World.Time time;
    private final Instant until;
    private final Progress progress;

    private Patience(MailProbe probe, World.Time time, Instant until, Progress progress) {
        this.probe = probe;
        this.time = time;
        this.until = until;
        this.progress = progress;
    }

    /// A world in which mail hosts are asked so, from now on for that long; the same where that is
    /// no time at all.
    static World in(World world, Duration wait, Progress progress) {
        if (wait.isZero()) {
            return world;
        }
        World.Network network = world.network();
        Instant until = world.time().clock().instant().plus(wait);
        return world.over(
                network.probing(
                        () -> new Patience(network.mail().get(), world.time(), until, progress)));
    }

    @Override
    public HostProbe probe(ProbeRequest request) {
        HostProbe seen = probe.probe(request);
        Optional<Duration> delay = delay(seen);
        for (int asked = 1; delay.isPresent() && asked <= MOST_AGAIN; asked++) {
            Instant again = time.clock().instant().plus(delay.get());
            if (again.isAfter(until)) {
                return seen;
            }
            progress.live(
                    request.host().toString(true)
                            + " greylists; asking again at "
                            + again.truncatedTo(ChronoUnit.SECONDS));
            try {
                time.pause().sleep(delay.get());
            } catch (InterruptedException _) {
                // whoever waits for all hosts hears of it by the flag
                Thread.currentThread().interrupt();
                return seen;
            }
            seen = merged(seen, probe.probe(openOf(request, seen)));
            delay = delay(seen);
        }
        return seen;
    }

    private static Optional<Duration> delay(HostProbe seen) {
        return Greylisting.delay(
                seen.addresses().stream().flatMap(a -> a.recipients().stream()).toList());
    }

    /// What was put off, at the addresses that did.
    private static ProbeRequest openOf(ProbeRequest request, HostProbe seen) {
        Set<ServerAddress> addresses = new LinkedHashSet<>();
        Set<Recipient> recipients = new LinkedHashSet<>();
        for (AddressProbe address : seen.addresses()) {
            for (RecipientResult result : address.recipients()) {
                if (Greylisting.isPutOff(result)) {
                    addresses.add(address.endpoint());
                    recipients.add(result.recipient());
                }
            }
        }
        return new ProbeRequest(
                request.host(),
                request.targets().stream()
                        .filter(
                                target ->
                                        addresses.contains(
                                                new ServerAddress(
                                                        AddressText.of(target.getAddress()),
                                                        target.getPort())))
                        .toList(),
                // the order stays: invented names come last, on a connection of their own
                request.recipients().stream().filter(recipients::contains).toList(),
                request.identity(),
                request.security(),
                request.deadlines());
    }

    private static HostProbe merged(HostProbe first, HostProbe second) {
        Map<ServerAddress, AddressProbe> later = new LinkedHashMap<>();
        second.addresses().forEach(address -> later.put(address.endpoint(), address));
        return new HostProbe(
                first.host(),
                first.resolution(),
                first.addresses().stream()
                        .map(
                                address ->
                                        Optional.ofNullable(later.get(address.endpoint()))
                                                .map(again -> merged(address, again))
                                                .orElse(address))
                        .toList());
    }

    private static AddressProbe merged(AddressProbe first, AddressProbe second) {
        Map<Recipient, RecipientResult> later = new LinkedHashMap<>();
        second.recipients().stream()
                .filter(result -> result.verdict() != Verdict.NOT_ASKED)
                .forEach(result -> later.put(result.recipient(), result));
        return new AddressProbe(
                first.endpoint(),
                first.contact(),
                second.contact() == Contact.CONNECTED ? second.steps() : first.steps(),
                first.recipients().stream()
                        .map(result -> later.getOrDefault(result.recipient(), result))
                        .toList(),
                first.tls(),
                first.service());
    }
}
