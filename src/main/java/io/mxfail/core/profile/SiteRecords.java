package io.mxfail.core.profile;

import io.mxfail.core.mail.SpfTerm;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;

/// The records that one site wants for one domain, read and expanded. TTLs are 0: a site says
/// what, never for how long.
///
/// @param mx the domain's MX set
/// @param spf the SPF terms that authorise the site's senders
/// @param senders IP addresses it really sends from
/// @param dkim key records
/// @param records all others
public record SiteRecords(
        List<MXRecord> mx,
        List<SpfTerm> spf,
        List<String> senders,
        List<Record> dkim,
        List<Record> records) {
    public SiteRecords {
        mx = List.copyOf(mx);
        spf = List.copyOf(spf);
        senders = List.copyOf(senders);
        dkim = List.copyOf(dkim);
        records = List.copyOf(records);
    }

    /// Every record but the SPF terms.
    public List<Record> all() {
        var all = new ArrayList<Record>(mx);
        all.addAll(dkim);
        all.addAll(records);
        return List.copyOf(all);
    }
}
