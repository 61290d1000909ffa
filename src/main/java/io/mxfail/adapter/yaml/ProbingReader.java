package io.mxfail.adapter.yaml;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.Nearest;
import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Site;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads `checks`, `verify`, `dns` and `smtp`.
final class ProbingReader {
    private static final List<String> PANEL =
            List.of("1.1.1.1", "8.8.8.8", "9.9.9.9", "208.67.222.222");
    private static final int SMTP_PORT = 25;

    private final Tree.Fields profile;
    private final Texts texts;
    private final Map<String, Site> sites;
    private final Problems problems;

    /// @param sites those of the profile, by name
    ProbingReader(Tree.Fields profile, Texts texts, Map<String, Site> sites, Problems problems) {
        this.profile = profile;
        this.texts = texts;
        this.sites = sites;
        this.problems = problems;
    }

    Probing read() {
        return new Probing(checks(), verify(), dns(), smtp());
    }

    private Tree.Fields group(String key) {
        return profile.group(key)
                .orElseGet(() -> new Tree.Fields(profile.place(), List.of(), java.util.Set.of()));
    }

    /// Every domain that takes mail has a postmaster (RFC 5321, section 4.5.1).
    private static final List<String> RECIPIENTS = List.of("postmaster@${domain}");

    private Probing.Checks checks() {
        Tree.Fields checks = group("checks");
        checks.scalars("recipients").forEach(texts::recipient);
        return new Probing.Checks(
                checks.mentioned().contains("recipients")
                        ? checks.scalars("recipients").stream().map(texts::mail).toList()
                        : RECIPIENTS,
                checks.scalar("helo").flatMap(this::helo),
                checks.scalar("mail-from").map(texts::literalMail),
                limits(checks),
                Probing.StartTls.valueOf(
                        checks.text("starttls").orElse("required").toUpperCase(Locale.ROOT)),
                new Probing.Witnesses(
                        checks.scalar("control").flatMap(this::control),
                        checks.scalars("blocklists").stream()
                                .flatMap(zone -> Names.host(zone, problems).stream())
                                .toList()));
    }

    private Probing.Limits limits(Tree.Fields checks) {
        Probing.Limits usual = Probing.Limits.DEFAULT;
        Optional<Tree.Fields> latency = checks.group("latency");
        Duration warn = latency.flatMap(l -> Values.duration(l, "warn")).orElse(usual.warn());
        Duration crit = latency.flatMap(l -> Values.duration(l, "crit")).orElse(usual.crit());
        if (crit.compareTo(warn) < 0) {
            latency.ifPresent(
                    l ->
                            problems.error(
                                    l.scalar("crit")
                                            .or(() -> l.scalar("warn"))
                                            .orElseThrow()
                                            .place(),
                                    "`crit` is shorter than `warn`",
                                    "critical comes after slow: warn 1s and crit 5s are usual"));
        }
        return new Probing.Limits(
                Values.duration(checks, "timeout").orElse(usual.step()), warn, crit);
    }

    private Optional<String> helo(Tree.Scalar text) {
        boolean literal = text.text().startsWith("[") && text.text().endsWith("]");
        return literal ? Optional.of(text.text()) : Names.host(text, problems);
    }

    private Optional<String> control(Tree.Scalar text) {
        String written = text.text();
        int colon = written.lastIndexOf(':');
        boolean port = colon > 0 && written.indexOf(':') == colon;
        if (port && !isPort(written.substring(colon + 1))) {
            problems.error(
                    text.at(colon + 1),
                    "\"" + Shown.text(written) + "\" has no port from 1 to 65535",
                    "write HOST or HOST:PORT");
            return Optional.empty();
        }
        try {
            String host = Names.host(port ? written.substring(0, colon) : written);
            return Optional.of(port ? host + written.substring(colon) : host);
        } catch (NotationException e) {
            problems.error(text.place(), e);
            return Optional.empty();
        }
    }

    private static boolean isPort(String digits) {
        return digits.matches("[1-9][0-9]{0,4}") && Integer.parseInt(digits) <= 65_535;
    }

    private Probing.Verify verify() {
        Tree.Fields verify = group("verify");
        return new Probing.Verify(
                Values.duration(verify, "timeout").orElse(Duration.ofMinutes(15)),
                verify.group("delivery").flatMap(this::delivery),
                verify.group("outbound").flatMap(this::outbound));
    }

    private Optional<Probing.Canary> delivery(Tree.Fields fields) {
        fields.scalar("to").ifPresent(texts::recipient);
        return canary(fields);
    }

    private Optional<Probing.Canary> outbound(Tree.Fields fields) {
        fields.scalar("to")
                .filter(texts::isOwnMail)
                .ifPresent(
                        to ->
                                problems.warning(
                                        to.place(),
                                        "the outbound canary goes to a domain of this profile",
                                        "name a mailbox elsewhere: it is to show that mail"
                                                + " leaves"));
        return canary(fields);
    }

    private Optional<Probing.Canary> canary(Tree.Fields fields) {
        if (fields.scalar("to").isEmpty() || fields.scalar("imap").isEmpty()) {
            return Optional.empty();
        }
        var own = new LinkedHashMap<String, Probing.Mailbox>();
        for (Tree.Field field : fields.group("sites").map(Tree.Fields::fields).orElse(List.of())) {
            if (field.value() instanceof Tree.Fields mailbox
                    && hasMailbox(field.key())
                    && mailbox.scalar("imap").isPresent()) {
                own.put(field.key().text(), mailbox(mailbox));
            }
        }
        return Optional.of(
                new Probing.Canary(
                        texts.mail(fields.scalar("to").get()),
                        fields.scalar("from").map(texts::mail),
                        mailbox(fields),
                        own));
    }

    /// What it holds is there, and right in its form.
    private Probing.Mailbox mailbox(Tree.Fields fields) {
        fields.scalar("imap").ifPresent(texts::expandable);
        fields.scalar("imap").ifPresent(this::mailHost);
        fields.scalar("password").ifPresent(texts::expandable);
        return new Probing.Mailbox(
                fields.text("imap").orElseThrow(), Values.secret(fields, "password"));
    }

    /// Whether its host can be one; of a name with variables nothing is known yet.
    private void mailHost(Tree.Scalar imap) {
        String place = imap.text().substring(imap.text().lastIndexOf('@') + 1);
        String host = place.replaceFirst("(:[0-9]+)?/?$", "");
        if (host.startsWith("[") || host.contains("$")) {
            return;
        }
        try {
            Names.host(host);
        } catch (NotationException e) {
            problems.error(imap.at(imap.text().length() - place.length()), e);
        }
    }

    /// Whether a site of this name can have a mailbox of its own.
    private boolean hasMailbox(Tree.Scalar name) {
        Site site = sites.get(name.text());
        if (site == null) {
            problems.error(
                    name.place(),
                    "`verify.delivery.sites`: \"" + Shown.text(name.text()) + "\" is no site",
                    Nearest.of(name.text(), sites.keySet())
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse("name one of: " + String.join(", ", sites.keySet())));
        } else if (site.role().kind() == Site.Kind.QUEUE) {
            problems.error(
                    name.place(),
                    "`verify.delivery.sites`: `" + name.text() + "` is a queue: nobody reads there",
                    "give the mailbox of the site that it forwards to"
                            + site.role().forwardsTo().map(to -> ", `" + to + "`").orElse(""));
        }
        return site != null && site.role().kind() == Site.Kind.MAILBOX;
    }

    private Probing.Dns dns() {
        Tree.Fields dns = group("dns");
        var authoritative = new LinkedHashSet<ServerAddress>();
        for (Tree.Scalar text : dns.scalars("authoritative")) {
            Values.address(text, ServerAddress.DNS_PORT, problems)
                    .filter(address -> !authoritative.add(address))
                    .ifPresent(_ -> twice(text));
        }
        var resolvers = new LinkedHashSet<String>();
        for (Tree.Scalar text : dns.scalars("resolvers")) {
            if (isResolver(text) && !resolvers.add(text.text())) {
                twice(text);
            }
        }
        boolean given = dns.mentioned().contains("resolvers");
        return new Probing.Dns(List.copyOf(authoritative), given ? List.copyOf(resolvers) : PANEL);
    }

    private boolean isResolver(Tree.Scalar text) {
        if (text.text().contains("://")) {
            boolean right = text.text().matches("https://[A-Za-z0-9.\\-\\[\\]:]+(/[!-~]*)?");
            if (!right) {
                problems.error(
                        text.place(),
                        "\"" + Shown.text(text.text()) + "\" is not a DNS-over-HTTPS address",
                        "write https://HOST/dns-query, or ADDR[:PORT]");
            }
            return right;
        }
        return Values.address(text, ServerAddress.DNS_PORT, problems).isPresent();
    }

    private void twice(Tree.Scalar text) {
        problems.error(text.place(), text.text() + " is there twice", "keep one of them");
    }

    private Probing.Smtp smtp() {
        Tree.Fields smtp = group("smtp");
        int port = Values.number(smtp, "port", SMTP_PORT);
        Map<String, ServerAddress> connectTo = new LinkedHashMap<>();
        smtp.group("connect-to").map(Tree.Fields::fields).orElse(List.of()).stream()
                .filter(field -> field.value() instanceof Tree.Scalar)
                .forEach(
                        field -> {
                            Optional<String> host = Names.host(field.key(), problems);
                            Optional<ServerAddress> there =
                                    Values.address((Tree.Scalar) field.value(), port, problems);
                            if (host.isPresent() && there.isPresent()) {
                                if (connectTo.putIfAbsent(host.get(), there.get()) != null) {
                                    twice(field.key());
                                }
                            }
                        });
        return new Probing.Smtp(
                port,
                connectTo,
                smtp.scalar("ca-file").map(f -> f.place().source().resolve(f.text())));
    }
}
