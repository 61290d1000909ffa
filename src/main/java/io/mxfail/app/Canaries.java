package io.mxfail.app;

import io.mxfail.app.CanaryFlight.Grounded;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.Variables;
import io.mxfail.core.propagation.CanaryReport.Way;
import io.mxfail.port.Credentials;
import io.mxfail.port.MailSender;
import io.mxfail.port.ProbeRequest;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The canaries that a profile asks for, made ready to fly. Nothing leaves before their first step.
final class Canaries {
    private static final int RANDOM_BYTES = 12;
    private static final int IMPLICIT_TLS = 465;

    private final World world;
    private final Profile profile;
    private final String anchors;
    private final CanaryMailboxes mailboxes;

    /// Domains that send through one relay as one sender share a message.
    private final Map<String, CanaryFlight> outbound = new HashMap<>();

    Canaries(World world, Profile profile, String anchors) {
        this.world = world;
        this.profile = profile;
        this.anchors = anchors;
        this.mailboxes = new CanaryMailboxes(world, profile, anchors);
    }

    /// Whether the profile asks for any.
    static boolean areWanted(Profile profile) {
        Probing.Verify verify = profile.probing().verify();
        return verify.delivery().isPresent() || verify.outbound().isPresent();
    }

    /// Those of one domain.
    ///
    /// @param site the active one, whose mailbox counts and whose relay sends; need not be one of
    /// the profile
    /// @param mx where a stranger would send
    /// @param answers where addresses come from, asked anew at every step
    List<CanaryFlight> of(
            DomainView view,
            String site,
            Collection<MXRecord> mx,
            Supplier<? extends DnsAnswers> answers) {
        Map<String, String> variables = view.domain().variablesIn(view.zone());
        var flights = new ArrayList<CanaryFlight>();
        profile.probing()
                .verify()
                .delivery()
                .map(c -> expanded(c, variables))
                .filter(c -> lies(c.to(), view.name()))
                .ifPresent(c -> flights.add(inbound(c, site, mx, answers)));
        profile.probing()
                .verify()
                .outbound()
                .map(c -> expanded(c, variables))
                .ifPresent(c -> flights.add(outbound(c, site, variables, answers)));
        return List.copyOf(flights);
    }

    private static Probing.Canary expanded(Probing.Canary canary, Map<String, String> variables) {
        var sites = new HashMap<String, Probing.Mailbox>();
        canary.sites().forEach((site, mailbox) -> sites.put(site, expanded(mailbox, variables)));
        return new Probing.Canary(
                Variables.expand(canary.to(), variables),
                canary.from().map(from -> Variables.expand(from, variables)),
                expanded(canary.mailbox(), variables),
                sites);
    }

    private static Probing.Mailbox expanded(
            Probing.Mailbox mailbox, Map<String, String> variables) {
        return new Probing.Mailbox(
                Variables.expand(mailbox.imap(), variables),
                mailbox.password().map(password -> Variables.expand(password, variables)));
    }

    private static boolean lies(String address, Name domain) {
        return address.substring(address.lastIndexOf('@') + 1)
                .toLowerCase(Locale.ROOT)
                .equals(domain.toString(true));
    }

    private CanaryFlight inbound(
            Probing.Canary canary,
            String site,
            Collection<MXRecord> mx,
            Supplier<? extends DnsAnswers> answers) {
        Probing.Checks checks = profile.probing().checks();
        String from = canary.from().or(checks::mailFrom).orElse("");
        var envelope = new MailSender.Envelope(helo(), from, canary.to());
        List<MXRecord> byPreference =
                mx.stream()
                        .filter(record -> !record.getTarget().equals(Name.root))
                        .sorted(Comparator.comparingInt(MXRecord::getPriority))
                        .toList();
        var ends =
                new CanaryFlight.Ends() {
                    @Override
                    public List<CanaryFlight.Host> hosts(String message) throws Grounded {
                        if (byPreference.isEmpty()) {
                            throw new Grounded("there is no MX to send it to", true);
                        }
                        return byPreference.stream()
                                .map(record -> stranger(record.getTarget(), message))
                                .toList();
                    }

                    private CanaryFlight.Host stranger(Name host, String message) {
                        int port = profile.probing().smtp().port();
                        return host(
                                host,
                                port,
                                letter(
                                        envelope,
                                        message,
                                        host.toString(true),
                                        new MailSender.Access.Stranger()),
                                answers.get());
                    }

                    @Override
                    public CanaryFlight.Box home() throws Grounded {
                        return mailboxes.home(canary, site, answers.get());
                    }

                    @Override
                    public List<CanaryFlight.Box> others() {
                        return mailboxes.others(canary, site, answers.get());
                    }
                };
        return flight(Way.INBOUND, envelope, ends);
    }

    private CanaryFlight outbound(
            Probing.Canary canary,
            String site,
            Map<String, String> variables,
            Supplier<? extends DnsAnswers> answers) {
        Optional<Site.Submission> relay = profile.site(site).flatMap(Site::submission);
        String host = relay.map(r -> Variables.expand(r.host(), variables)).orElse("");
        String from = relay.map(r -> Variables.expand(r.from(), variables)).orElse("");
        String user =
                relay.flatMap(Site.Submission::user)
                        .map(u -> Variables.expand(u, variables))
                        .orElse("");
        Optional<String> password =
                relay.flatMap(Site.Submission::password)
                        .map(reference -> Variables.expand(reference, variables));
        var envelope = new MailSender.Envelope(helo(), from, canary.to());
        var ends =
                new CanaryFlight.Ends() {
                    @Override
                    public List<CanaryFlight.Host> hosts(String message) throws Grounded {
                        if (relay.isEmpty()) {
                            throw new Grounded(
                                    "site "
                                            + site
                                            + " names no `submission` relay that could send it",
                                    true);
                        }
                        Optional<Credentials> credentials = Optional.empty();
                        if (!user.isEmpty()) {
                            credentials =
                                    Optional.of(
                                            new Credentials(
                                                    user,
                                                    CanaryMailboxes.secret(
                                                            world,
                                                            password,
                                                            "the submission of " + site)));
                        }
                        int port = relay.get().port();
                        var access =
                                new MailSender.Access.Client(port == IMPLICIT_TLS, credentials);
                        return List.of(
                                host(
                                        Name.fromConstantString(absolute(host)),
                                        port,
                                        letter(envelope, message, host, access),
                                        answers.get()));
                    }

                    @Override
                    public CanaryFlight.Box home() throws Grounded {
                        return mailboxes.only(canary, "verify.outbound", answers.get());
                    }

                    @Override
                    public List<CanaryFlight.Box> others() {
                        return List.of();
                    }
                };
        String key = String.join(" ", site, host, user, from, canary.to(), canary.mailbox().imap());
        return outbound.computeIfAbsent(key, _ -> flight(Way.OUTBOUND, envelope, ends));
    }

    private static String absolute(String host) {
        return host.endsWith(".") ? host : host + ".";
    }

    private CanaryFlight flight(Way way, MailSender.Envelope envelope, CanaryFlight.Ends ends) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        // The header of a message with the null sender still names an author.
        String author = envelope.from().isEmpty() ? "mxfail-canary@" + helo() : envelope.from();
        return new CanaryFlight(
                world,
                new CanaryFlight.Task(
                        way, "canary-" + HexFormat.of().formatHex(random), author, envelope, ends));
    }

    private String helo() {
        return profile.probing().checks().helo().orElse("mxfail.invalid");
    }

    private MailSender.Letter letter(
            MailSender.Envelope envelope,
            String message,
            String expectedName,
            MailSender.Access access) {
        return new MailSender.Letter(
                envelope,
                message,
                new ProbeRequest.Security(
                        profile.probing().checks().startTls(), expectedName, anchors),
                access,
                ProbeRequest.Deadlines.of(step()));
    }

    private Duration step() {
        return profile.probing().checks().limits().step();
    }

    private CanaryFlight.Host host(
            Name host, int port, MailSender.Letter letter, DnsAnswers answers) {
        return new CanaryFlight.Host(
                host.toString(true),
                HostTargets.of(profile.probing().smtp(), answers, host, port).targets(),
                letter);
    }
}
