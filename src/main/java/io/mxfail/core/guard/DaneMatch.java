package io.mxfail.core.guard;

import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.TlsSession;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The TLSA records of a probed host beside what its addresses showed.
///
/// @param site the site the host belongs to
/// @param host what was probed
/// @param demands its usable TLSA records
record DaneMatch(String site, HostReport host, Published<List<Tlsa>> demands) {
    static List<DaneMatch> of(Situation situation) {
        var matches = new ArrayList<DaneMatch>();
        for (SiteReport site : situation.probes().sites().values()) {
            for (HostReport host : site.hosts()) {
                matches.add(
                        new DaneMatch(
                                site.site(),
                                host,
                                situation.names().dns().after().tlsa(host.host())));
            }
        }
        return matches;
    }

    /// The records that announce the keys that a host shows at its addresses.
    static Set<String> records(Situation situation, Name host) {
        var records = new TreeSet<String>();
        for (DaneMatch match : of(situation)) {
            if (match.name().equals(host)) {
                match.addresses().stream()
                        .flatMap(address -> address.tls().session().stream())
                        .filter(session -> !session.chain().isEmpty())
                        .map(session -> Tlsa.forCertificate(3, 1, 1, session.chain().getFirst()))
                        .flatMap(own -> record(host, own).stream())
                        .forEach(records::add);
            }
        }
        return records;
    }

    /// A record of a host; empty: its name is too long for one.
    static Optional<String> record(Name host, Tlsa tlsa) {
        return MailDns.tlsaName(host).map(owner -> ToPublish.of(owner, Type.TLSA, tlsa.toString()));
    }

    Name name() {
        return host.host();
    }

    List<AddressProbe> addresses() {
        return host.addresses().stream().map(address -> address.probe()).toList();
    }

    /// Whether what a host showed meets a demand. An authority's record also asks for the host's
    /// name and for valid dates; one of the host's own key asks for neither (RFC 7672, section
    /// 3.1).
    static boolean meets(TlsSession session, Tlsa demand) {
        boolean own = demand.usage() == 3;
        return demand.matches(session.chain())
                && (own || (session.nameMatches() && session.certificate().isInDate()));
    }
}
