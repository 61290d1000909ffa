package io.mxfail.core.guard;

import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.probe.TlsSession;

import org.xbill.DNS.Name;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Of every combination of usage, selector and matching type that a host has TLSA records of, one
/// must fit what it shows (RFC 7671, section 8): a sender may look at one of them alone.
final class DaneRollover implements Rule {
    @Override
    public String id() {
        return "DANE-ROLLOVER";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return DaneMatch.of(situation).stream()
                .flatMap(
                        match ->
                                match.demands()
                                                instanceof
                                                Published.Valid<List<Tlsa>>(List<Tlsa> demands)
                                        ? finding(situation, match, demands).stream()
                                        : Optional.<Finding>empty().stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DaneMatch match, List<Tlsa> demands) {
        var stale = new TreeSet<String>();
        var records = new TreeSet<String>();
        for (var address : match.addresses()) {
            address.tls()
                    .session()
                    .filter(session -> !session.chain().isEmpty())
                    .ifPresent(
                            session -> {
                                TreeSet<String> kinds = stale(session, demands);
                                stale.addAll(kinds);
                                records.addAll(records(match.name(), session, kinds, demands));
                            });
        }
        if (stale.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Say.host(
                                this,
                                situation,
                                Optional.of(match.site()),
                                HostFacts.domains(match.host()),
                                match.name().toString(),
                                "RFC 7671, section 8")
                        .warn(
                                "no TLSA record of the kind "
                                        + Say.some(stale)
                                        + " fits what "
                                        + match.name().toString(true)
                                        + " shows, though others do: senders that look at that"
                                        + " kind alone do not deliver",
                                (records.isEmpty()
                                                ? ""
                                                : "publish "
                                                        + ToPublish.all(records)
                                                        + " for the live certificate, too, or ")
                                        + "take that kind away"));
    }

    /// What would fit, of those kinds.
    private static Set<String> records(
            Name host, TlsSession session, Set<String> kinds, List<Tlsa> demands) {
        var records = new TreeSet<String>();
        for (Tlsa demand : demands) {
            if (kinds.contains(kind(demand))) {
                // an authority's record is of the one that stands last
                X509Certificate of =
                        demand.usage() == 3
                                ? session.chain().getFirst()
                                : session.chain().getLast();
                if (demand.usage() == 3 || session.chain().size() > 1) {
                    DaneMatch.record(
                                    host,
                                    Tlsa.forCertificate(
                                            demand.usage(),
                                            demand.selector(),
                                            demand.matching(),
                                            of))
                            .ifPresent(records::add);
                }
            }
        }
        return records;
    }

    private static String kind(Tlsa demand) {
        return demand.usage() + " " + demand.selector() + " " + demand.matching();
    }

    /// The combinations that fit nothing, where others fit; where none does, the host is no good
    /// at all and another rule says so.
    private static TreeSet<String> stale(TlsSession session, List<Tlsa> demands) {
        var fits = new TreeMap<String, Boolean>();
        demands.forEach(
                demand ->
                        fits.merge(
                                kind(demand),
                                DaneMatch.meets(session, demand),
                                Boolean::logicalOr));
        var stale = new TreeSet<String>();
        if (fits.containsValue(true)) {
            fits.forEach(
                    (kind, fit) -> {
                        if (!fit) {
                            stale.add(kind);
                        }
                    });
        }
        return stale;
    }
}
