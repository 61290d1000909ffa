package io.mxfail.app;

import io.mxfail.app.CanaryFlight.Box;
import io.mxfail.app.CanaryFlight.Grounded;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.port.MailboxSearch;
import io.mxfail.port.Secrets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The mailboxes in which a canary can turn up: that of the site which should have it, and those
/// of the others. Passwords are got at the moment of a look, none before.
final class CanaryMailboxes {
    private final World world;
    private final Profile profile;
    private final String anchors;

    CanaryMailboxes(World world, Profile profile, String anchors) {
        this.world = world;
        this.profile = profile;
        this.anchors = anchors;
    }

    /// The mailbox that all sites share, whatever site is active.
    ///
    /// @param key where the profile names it
    Box only(Probing.Canary canary, String key, DnsAnswers answers) throws Grounded {
        return new Box(
                read(canary.mailbox(), "`" + key + "`", answers, step().multipliedBy(3)),
                Optional.empty());
    }

    /// The mailbox that should have the canary.
    ///
    /// @param site the one that mail goes to; need not be one of the profile
    Box home(Probing.Canary canary, String site, DnsAnswers answers) throws Grounded {
        if (canary.sites().isEmpty()) {
            return only(canary, "verify.delivery", answers);
        }
        String expected = delivering(site);
        boolean own = canary.sites().containsKey(expected);
        Probing.Mailbox mailbox =
                Optional.ofNullable(canary.sites().get(expected)).orElse(canary.mailbox());
        return new Box(
                read(
                        mailbox,
                        "`verify.delivery" + (own ? ".sites." + expected : "") + "`",
                        answers,
                        step().multipliedBy(3)),
                Optional.of(
                        new CanaryReport.Place(
                                expected,
                                expected.isEmpty()
                                        ? whose(canary, mailbox)
                                        : Optional.of(expected))));
    }

    /// All other mailboxes of which the password is to be had; a look at one of them is short.
    List<Box> others(Probing.Canary canary, String site, DnsAnswers answers) {
        String expected = delivering(site);
        Set<String> seen = new LinkedHashSet<>();
        seen.add(Optional.ofNullable(canary.sites().get(expected)).orElse(canary.mailbox()).imap());
        var others = new ArrayList<Box>();
        for (Probing.Mailbox mailbox : bySite(canary).values()) {
            if (!seen.add(mailbox.imap())) {
                continue;
            }
            String whose = String.join(" or ", at(canary, mailbox));
            try {
                others.add(
                        new Box(
                                read(mailbox, whose, answers, step()),
                                Optional.of(new CanaryReport.Place(expected, Optional.of(whose)))));
            } catch (Grounded _) {
                // what is not where it should be is said all the same
                continue;
            }
        }
        return others;
    }

    /// The site whose mailboxes the mail of a site ends in; empty: not a site of the profile.
    private String delivering(String site) {
        return profile.site(site)
                .map(active -> active.role().forwardsTo().orElse(active.name()))
                .orElse("");
    }

    /// The sites that have this mailbox; empty: each has another.
    private Optional<String> whose(Probing.Canary canary, Probing.Mailbox mailbox) {
        return Optional.of(String.join(" or ", at(canary, mailbox)))
                .filter(sites -> !sites.isEmpty());
    }

    /// The sites that have this mailbox.
    private List<String> at(Probing.Canary canary, Probing.Mailbox mailbox) {
        return bySite(canary).entrySet().stream()
                .filter(entry -> entry.getValue().imap().equals(mailbox.imap()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// By each site that delivers into mailboxes.
    private Map<String, Probing.Mailbox> bySite(Probing.Canary canary) {
        var mailboxes = new LinkedHashMap<String, Probing.Mailbox>();
        profile.sites().values().stream()
                .filter(site -> site.role().kind() == Site.Kind.MAILBOX)
                .map(Site::name)
                .forEach(
                        site ->
                                mailboxes.put(
                                        site,
                                        Optional.ofNullable(canary.sites().get(site))
                                                .orElse(canary.mailbox())));
        return mailboxes;
    }

    private MailboxSearch.Mailbox read(
            Probing.Mailbox mailbox, String of, DnsAnswers answers, Duration limit)
            throws Grounded {
        MailboxAddress address = MailboxAddress.parse(mailbox.imap());
        String password = secret(world, mailbox.password(), of);
        return new MailboxSearch.Mailbox(
                HostTargets.direct(answers, address.host(), address.port()),
                new MailboxSearch.Account(address.user(), password),
                new MailboxSearch.Trust(address.implicitTls(), address.host(), anchors),
                limit);
    }

    /// What a reference stands for.
    ///
    /// @param of whose password it is, for the message where there is none
    static String secret(World world, Optional<String> reference, String of) throws Grounded {
        if (reference.isEmpty()) {
            throw new Grounded("no `password` is given for " + of, true);
        }
        try {
            return world.network().secrets().resolve(reference.get());
        } catch (Secrets.SecretException e) {
            throw new Grounded(String.valueOf(e.getMessage()), true);
        }
    }

    private Duration step() {
        return profile.probing().checks().limits().step();
    }
}
