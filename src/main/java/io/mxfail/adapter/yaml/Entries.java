package io.mxfail.adapter.yaml;

import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Notation;
import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Address;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// What one site wants for one domain, each entry with the place of its text. Entries that could
/// not be read are left out.
record Entries(
        SiteReader.Placed site,
        List<Entry<MXRecord>> mx,
        List<Entry<SpfTerm>> spf,
        List<Entry<String>> senders,
        List<Entry<Record>> dkim,
        List<Entry<Record>> records) {

    /// A value and the text it was read from.
    record Entry<T>(Tree.Scalar text, T value) {
        Place place() {
            return text.place();
        }
    }

    String name() {
        return site.site().name();
    }

    Site.Role role() {
        return site.site().role();
    }

    /// Every record but MX and SPF.
    List<Entry<Record>> standalone() {
        var all = new ArrayList<>(dkim);
        all.addAll(records);
        return all;
    }

    SiteRecords values() {
        return new SiteRecords(
                mx.stream().map(Entry::value).toList(),
                spf.stream().map(Entry::value).toList(),
                senders.stream().map(Entry::value).toList(),
                dkim.stream().map(Entry::value).toList(),
                records.stream().map(Entry::value).toList());
    }

    /// Reads a site's texts for one domain.
    ///
    /// @param failed texts that were complained of already
    static Entries read(
            SiteReader.Placed site, MailDomain domain, Texts texts, Set<Tree.Scalar> failed) {
        var reading = new Reading(site, domain, texts, failed);
        return new Entries(
                site,
                reading.each("mx", Notation::mx),
                reading.each("spf", (text, _) -> Notation.spf(text)),
                reading.each("senders", (text, _) -> sender(text)),
                reading.each("dkim", Notation::record),
                reading.each("records", Notation::record));
    }

    private record Reading(
            SiteReader.Placed site, MailDomain domain, Texts texts, Set<Tree.Scalar> failed) {
        <T> List<Entry<T>> each(String key, BiFunction<String, Name, T> reader) {
            var entries = new ArrayList<Entry<T>>();
            for (Tree.Scalar text : site.texts(key)) {
                Optional<T> value = texts.read(text, domain, failed, reader);
                value.ifPresent(v -> entries.add(new Entry<>(text, v)));
            }
            return List.copyOf(entries);
        }
    }

    static Set<Tree.Scalar> nothingFailed() {
        return new HashSet<>();
    }

    private static String sender(String text) {
        if (Address.toByteArray(text, Address.IPv4) == null
                && Address.toByteArray(text, Address.IPv6) == null) {
            throw new NotationException(
                    "\"" + Shown.text(text) + "\" is not an IP address",
                    "list single addresses, such as 192.0.2.10; networks belong in `spf`");
        }
        return text;
    }
}
