package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Moments;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `mx` and `a` in an SPF record follow the records that a switch changes (RFC 7208, sections 5.3
/// and 5.4): hosts that may send today may not any more once the MX has moved. Every address of the
/// present mail hosts, and every one that a site sends from, is evaluated before and after.
///
/// Every address that a site sends from is evaluated in each mixture between, too: by receivers
/// that know the new SPF record and still remember old hosts or an old record that it includes, and
/// by those that remember the old SPF record and find new hosts. Whom the old record does not know
/// even with the old hosts is a hazard of its own, `OLD-SPF-CACHED`.
final class SpfMxMoves implements Rule {
    @Override
    public String id() {
        return "SPF-MX-MOVES";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        if (!situation.planned()) {
            // nothing moves
            return List.of();
        }
        return situation.domains().stream()
                .flatMap(
                        domain ->
                                Stream.concat(
                                        finding(situation, domain).stream(),
                                        meanwhile(situation, domain)))
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        if (situation.task().mode() == Mode.BREACH) {
            // the old hosts shall lose their right
            return Optional.empty();
        }
        var lost = new ArrayList<String>();
        var terms = new ArrayList<String>();
        MailDns now = situation.names().dns().before();
        MailDns then = situation.names().dns().after();
        for (String address : senders(situation, domain)) {
            Optional<SpfVerdict> before = now.spf(address, domain.name());
            Optional<SpfVerdict> after = then.spf(address, domain.name());
            if (before.filter(verdict -> verdict.result() == SpfResult.PASS).isPresent()
                    && after.filter(Moments.SenderSpf::isRefused).isPresent()) {
                lost.add(address);
                before.get().matched().filter(m -> !terms.contains(m)).ifPresent(terms::add);
            }
        }
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        Name name = domain.name();
        Say say =
                Say.domain(this, situation, name, name + " TXT", "RFC 7208, sections 5.3 and 5.4");
        return Optional.of(
                say.warn(
                        "`"
                                + String.join("`, `", terms)
                                + "` in the SPF record of "
                                + name.toString(true)
                                + " means other hosts after the switch: "
                                + Say.some(lost)
                                + " may send now, and may not then",
                        "where they still send, add "
                                + Say.some(lost.stream().map(SpfSender::term).toList())
                                + " to `spf` of "
                                + (situation.task().profile().site(domain.from()).isPresent()
                                        ? "site " + domain.from()
                                        : "the site that sends from there")
                                + record(situation, domain, lost)));
    }

    /// The record that lets the addresses send, where one does.
    private static String record(
            Situation situation, DomainCase domain, Collection<String> senders) {
        List<String> records = domain.transition().spfAfter();
        return records.size() != 1
                ? ""
                : Mended.with(records.getFirst(), senders.stream().map(SpfSender::term).toList())
                        .filter(text -> lets(situation, domain.name(), text, senders))
                        .map(
                                text ->
                                        ", so that the record is "
                                                + ToPublish.txt(domain.name(), text))
                        .orElse("");
    }

    private static boolean lets(
            Situation situation, Name name, String text, Collection<String> senders) {
        MailDns then = situation.names().dns().after().withText(name, text);
        return senders.stream()
                .flatMap(sender -> then.spf(sender, name).stream())
                .allMatch(verdict -> verdict.result() == SpfResult.PASS);
    }

    /// The addresses that may send for a domain now: those of its mail hosts, and those that sites
    /// name. A term that names an address and goes means no other hosts.
    private static Set<String> senders(Situation situation, DomainCase domain) {
        MailDns now = situation.names().dns().before();
        var senders = new LinkedHashSet<String>();
        domain.transition().mxBefore().forEach(mx -> senders.addAll(now.addresses(mx.getTarget())));
        domain.transition()
                .view()
                .sites()
                .values()
                .forEach(
                        site ->
                                site.senders().stream()
                                        .filter(sender -> isByHost(now, sender, domain.name()))
                                        .forEach(senders::add));
        return senders;
    }

    private static boolean isByHost(MailDns now, String sender, Name domain) {
        return now.spf(sender, domain)
                .flatMap(SpfVerdict::matched)
                .filter(term -> !isAddress(term))
                .isPresent();
    }

    /// One way in which receivers take what they remember together with what is new.
    ///
    /// @param record whether they remember the SPF record itself
    /// @param old the sets that they remember
    private record Way(boolean record, Set<Mixtures.Old> old) {}

    /// Who is late in one way.
    ///
    /// @param senders by address, with the site
    /// @param terms by which they pass otherwise
    /// @param spans how long each is
    private record Late(Map<String, String> senders, Set<String> terms, Set<Duration> spans) {
        static Late nobody() {
            return new Late(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
        }
    }

    /// Addresses that pass before or in the end, and not while somebody remembers some records.
    private Stream<Finding> meanwhile(Situation situation, DomainCase domain) {
        Moments moments = situation.moments();
        var late = new LinkedHashMap<Way, Late>();
        domain.transition()
                .view()
                .sites()
                .forEach(
                        (site, records) -> {
                            if (!situation.isRevoked(site)) {
                                records.senders().stream()
                                        .flatMap(s -> moments.spf(s, domain.name()).stream())
                                        .forEach(
                                                sender -> add(late, moments, domain, site, sender));
                            }
                        });
        return late.entrySet().stream()
                .map(way -> late(situation, domain, way.getKey(), way.getValue()));
    }

    private static void add(
            Map<Way, Late> late,
            Moments moments,
            DomainCase domain,
            String site,
            Moments.SenderSpf sender) {
        for (boolean record : List.of(false, true)) {
            SpfVerdict end = record ? sender.before() : sender.after();
            List<Mixtures.Told<SpfVerdict>> refused =
                    sender.refused().stream()
                            .filter(
                                    told ->
                                            told.old().stream().anyMatch(isRecord(domain))
                                                    == record)
                            .filter(told -> !isAbsenceAlone(told.old()))
                            .toList();
            // who does not pass by that record with what goes along with it is told of elsewhere
            if (end.result() == SpfResult.PASS && !refused.isEmpty()) {
                Mixtures.Told<SpfVerdict> told =
                        Collections.min(
                                refused, Comparator.comparingInt(each -> each.old().size()));
                Late one = late.computeIfAbsent(new Way(record, told.old()), _ -> Late.nobody());
                one.senders().put(sender.address(), site);
                end.matched().ifPresent(one.terms()::add);
                one.spans().add(moments.lastOf(refused));
            }
        }
    }

    /// Whether SPF records that were missing are all that is remembered: a hazard of its own,
    /// `NEGATIVE-CACHED`.
    private static boolean isAbsenceAlone(Set<Mixtures.Old> old) {
        return old.stream().allMatch(set -> set.isMissing() && set.isText());
    }

    private static Predicate<Mixtures.Old> isRecord(DomainCase domain) {
        return old -> old.isText() && old.name().equals(domain.name());
    }

    private Finding late(Situation situation, DomainCase domain, Way way, Late late) {
        Name name = domain.name();
        Say say =
                Say.domain(this, situation, name, name + " TXT", "RFC 7208, sections 5.3 and 5.4");
        return say.warn(
                "receivers that remember "
                        + remembered(way.old())
                        + ", for up to "
                        + Collections.max(late.spans()).toSeconds()
                        + " s, "
                        + mistake(way, late.terms(), name)
                        + ": "
                        + named(late.senders())
                        + " may not send until they forget "
                        + (way.old().size() == 1 ? "it" : "them"),
                "add "
                        + Say.some(late.senders().keySet().stream().map(SpfSender::term).toList())
                        + " to `spf` of the site that sends from there"
                        + record(situation, domain, late.senders().keySet())
                        + ", and `mxfail prepare` before the switch");
    }

    private static String remembered(Set<Mixtures.Old> old) {
        if (old.stream().allMatch(Mixtures.Old::isMissing)) {
            return "that "
                    + old.stream()
                            .map(
                                    set ->
                                            set.name().toString(true)
                                                    + " has no "
                                                    + Type.string(set.type()))
                            .collect(Collectors.joining(" and "));
        }
        return old.stream().noneMatch(Mixtures.Old::isText)
                ? "the records before the switch"
                : Moments.called(old);
    }

    private static String mistake(Way way, Set<String> terms, Name name) {
        String record = terms(way, terms) + " SPF record of " + name.toString(true);
        if (way.old().stream().allMatch(Mixtures.Old::isMissing)) {
            return "find nobody by " + record;
        }
        return "take "
                + record
                + " for the "
                + (way.record() ? "new" : "former")
                + (terms.stream().allMatch(SpfMxMoves::isOfHosts) ? " hosts" : " senders");
    }

    /// What means something else to them: terms, or all that the record says, where it goes on to
    /// another that they remember.
    private static String terms(Way way, Set<String> terms) {
        boolean named = terms.stream().noneMatch(SpfMxMoves::isAddress);
        return (named ? "`" + String.join("`, `", terms) + "` in " : "")
                + (way.record() ? "the old" : "the");
    }

    private static boolean isOfHosts(String term) {
        return term.toLowerCase(Locale.ROOT).matches("[+]?(mx|a)([:/].*)?");
    }

    private static boolean isAddress(String term) {
        return term.toLowerCase(Locale.ROOT).matches("[+]?ip[46]:.*");
    }

    /// The addresses of one site after the other.
    private static String named(Map<String, String> senders) {
        var sites = new TreeMap<String, List<String>>();
        senders.forEach(
                (sender, site) -> sites.computeIfAbsent(site, _ -> new ArrayList<>()).add(sender));
        return sites.entrySet().stream()
                .map(site -> site.getKey() + "'s " + Say.some(site.getValue()))
                .collect(Collectors.joining(" and "));
    }
}
