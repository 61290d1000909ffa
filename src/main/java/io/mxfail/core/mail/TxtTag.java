package io.mxfail.core.mail;

import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

import java.util.List;
import java.util.Locale;

/// What tells one string of a TXT set from its neighbours, so that mxfail can own it and
/// leave the others byte for byte.
///
/// A tag is a version (`v=spf1`, `v=DKIM1`, `v=STSv1`, `v=TLSRPTv1`, `v=DMARC1`) or, for a
/// text without one, `=` and the text itself. Anything below `_domainkey` is a DKIM key, with
/// or without a version (RFC 6376, section 3.6.1, makes it optional).
public record TxtTag(String text) {
    private static final List<String> VERSIONS =
            List.of("v=spf1", "v=DKIM1", "v=STSv1", "v=TLSRPTv1", "v=DMARC1", "v=BIMI1");

    /// The tag of an SPF record.
    public static final TxtTag SPF = new TxtTag("v=spf1");

    /// The tag of an MTA-STS record.
    public static final TxtTag MTA_STS = new TxtTag("v=STSv1");

    /// The tag of a DKIM key record.
    public static final TxtTag DKIM = new TxtTag("v=DKIM1");

    /// The tag of a string at a name.
    public static TxtTag of(Name name, String string) {
        for (int i = 0; i < name.labels(); i++) {
            if (name.getLabelString(i).equalsIgnoreCase("_domainkey")) {
                return DKIM;
            }
        }
        String lower = string.toLowerCase(Locale.ROOT);
        for (String version : VERSIONS) {
            String start = version.toLowerCase(Locale.ROOT);
            if (lower.startsWith(start)
                    && (lower.length() == start.length()
                            || " ;\t".indexOf(lower.charAt(start.length())) >= 0)) {
                return new TxtTag(version);
            }
        }
        return new TxtTag("=" + string);
    }

    /// The tag of a record.
    public static TxtTag of(TXTRecord record) {
        return of(record.getName(), TxtText.of(record));
    }
}
