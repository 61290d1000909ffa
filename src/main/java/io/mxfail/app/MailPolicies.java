package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsRecord;
import io.mxfail.core.mail.Published;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.PolicyFetch;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Asks for the mail policies of all domains at once, so that rules find the answers remembered,
/// and fetches those that are served over HTTPS.
final class MailPolicies {
    private static final int AT_ONCE = 32;
    private static final int HTTPS = 443;
    private static final Duration FETCH = Duration.ofSeconds(10);

    private final Profile profile;
    private final Supplier<PolicyFetch> fetch;
    private final MailDns dns;

    MailPolicies(Profile profile, Supplier<PolicyFetch> fetch, MailDns dns) {
        this.profile = profile;
        this.fetch = fetch;
        this.dns = dns;
    }

    /// What the policy hosts of those domains serve that say that they have one.
    Map<Name, MtaStsFetched> of(Collection<DomainView> domains)
            throws CommandFailure, InterruptedException {
        List<Parallel.Task<Integer, Optional<Map.Entry<Name, MtaStsFetched>>>> tasks =
                domains.stream().flatMap(this::tasks).toList();
        var policies = new TreeMap<Name, MtaStsFetched>();
        Parallel.map(tasks, AT_ONCE, task -> task.run(0))
                .forEach(
                        found ->
                                found.ifPresent(
                                        policy ->
                                                policies.put(policy.getKey(), policy.getValue())));
        return policies;
    }

    private Stream<Parallel.Task<Integer, Optional<Map.Entry<Name, MtaStsFetched>>>> tasks(
            DomainView domain) {
        Stream<Name> selectors =
                domain.sites().values().stream()
                        .flatMap(site -> site.dkim().stream())
                        .map(Record::getName)
                        .distinct();
        return Stream.concat(
                SenderLookups.of(profile, dns, domain).map(ask -> _ -> nothing(ask.get())),
                Stream.concat(
                        Stream.of(
                                _ -> policy(domain.name()),
                                _ -> nothing(dns.dmarc(domain.name())),
                                _ -> nothing(dns.tlsReporting(domain.name()))),
                        selectors.map(selector -> _ -> nothing(dns.dkim(selector)))));
    }

    /// The answer is remembered; nothing else comes of it here.
    private static <T, R> Optional<R> nothing(T ignored) {
        return Optional.empty();
    }

    private Optional<Map.Entry<Name, MtaStsFetched>> policy(Name domain) {
        return profile.policies().mtaSts() == Policies.MtaSts.OFF
                ? Optional.empty()
                : seen(domain).map(policy -> Map.entry(domain, policy));
    }

    private Optional<MtaStsFetched> seen(Name domain) {
        return switch (dns.mtaSts(domain)) {
            case Published.Valid<MtaStsRecord> _ -> Optional.of(fetched(domain));
            case Published.Missing<MtaStsRecord> _, Published.NoAnswer<MtaStsRecord> _ ->
                    Optional.<MtaStsFetched>empty();
            // what the remedy for the record is to keep
            case Published.Invalid<MtaStsRecord> _, Published.Several<MtaStsRecord> _ ->
                    fetched(domain) instanceof MtaStsFetched.Served(String text)
                            ? Optional.of(new MtaStsFetched.Unannounced(text))
                            : Optional.<MtaStsFetched>empty();
        };
    }

    private MtaStsFetched fetched(Name domain) {
        Name host = MailDns.policyHost(domain);
        var request =
                new PolicyFetch.Request(
                        host.toString(true),
                        targets(host),
                        profile.probing().smtp().caFile().map(Path::of),
                        FETCH);
        return fetch.get().fetch(request);
    }

    private List<InetSocketAddress> targets(Name host) {
        Optional<ServerAddress> elsewhere =
                Optional.ofNullable(profile.probing().smtp().connectTo().get(host.toString(true)));
        return elsewhere.isPresent()
                ? List.of(socket(elsewhere.get().host(), elsewhere.get().port()))
                : dns.addresses(host).stream().map(address -> socket(address, HTTPS)).toList();
    }

    private static InetSocketAddress socket(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + " is no address", e);
        }
    }
}
