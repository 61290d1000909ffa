package io.mxfail.core.guard;

import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.TlsSession;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;

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
