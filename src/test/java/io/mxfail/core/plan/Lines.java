package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Notation;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Zones, sites and changes as lines of text, so that a test shows what it is about.
final class Lines {
    static final Name DOMAIN = Name.fromConstantString("example.test.");

    private Lines() {}

    /// A zone file below `example.test.`.
    static List<RecordSet> sets(String zone) {
        Map<RecordKey, List<Record>> sets = new LinkedHashMap<>();
        var in = new ByteArrayInputStream(zone.getBytes(StandardCharsets.UTF_8));
        try (var master = new Master(in, DOMAIN)) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                sets.computeIfAbsent(RecordKey.of(r), _ -> new ArrayList<>()).add(r);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sets.values().stream().map(RecordSet::of).toList();
    }

    /// A read of a whole zone, and of those keys.
    static Observed observed(String zone, Set<RecordKey> keys) {
        List<RecordSet> sets = sets(zone);
        var asked = new TreeSet<>(keys);
        sets.forEach(set -> asked.add(set.key()));
        return Observed.of(DOMAIN, 300, sets, asked);
    }

    /// The sites of `example.test.`: a name on a line of its own, and below it its `mx`, `spf` and
    /// records as a profile has them, indented.
    static DomainView view(String sites) {
        var all = new LinkedHashMap<String, SiteRecords>();
        var lines = new ArrayList<String>();
        String name = "";
        for (String line : (sites + "\nend").lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            if (line.startsWith(" ")) {
                lines.add(line.strip());
                continue;
            }
            if (!name.isEmpty()) {
                all.put(name, site(lines));
            }
            name = line.strip();
            lines.clear();
        }
        return DomainView.of(new MailDomain(DOMAIN, Optional.empty(), Map.of()), DOMAIN, all);
    }

    private static SiteRecords site(List<String> lines) {
        var mx = new ArrayList<MXRecord>();
        var spf = new ArrayList<SpfTerm>();
        var records = new ArrayList<Record>();
        for (String line : lines) {
            if (line.startsWith("mx ")) {
                mx.add(Notation.mx(line.substring(3), DOMAIN));
            } else if (line.startsWith("spf ")) {
                spf.add(Notation.spf(line.substring(4)));
            } else {
                records.add(Notation.record(line, DOMAIN));
            }
        }
        return new SiteRecords(mx, spf, List.of(), List.of(), records);
    }

    static Intent to(String site) {
        return new Intent(
                site,
                Optional.empty(),
                new Policies.Ttl(Optional.of(Duration.ofHours(1)), Duration.ofSeconds(60)),
                Policies.Spf.UNION,
                Set.of(),
                Duration.ZERO);
    }

    static Intent breach(String site, String quarantined) {
        Intent calm = to(site);
        return new Intent(
                site, Optional.of(quarantined), calm.ttl(), calm.spf(), Set.of(), Duration.ZERO);
    }

    /// The changes that a switch makes of a zone, as lines.
    static String planned(String sites, String zone, Intent intent) {
        DomainView view = view(sites);
        return text(Planner.changes(view, observed(zone, view.keys()), intent));
    }

    /// Each change on a line: `CLASS NAME TYPE {TAG}: TTL DATA -> TTL DATA`, names without the
    /// domain.
    static String text(Collection<Change> changes) {
        var text = new StringBuilder();
        for (Change change : changes) {
            text.append(change.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .append(' ')
                    .append(relative(change.key().name()))
                    .append(' ')
                    .append(change.key().typeName())
                    .append(change.tag().map(tag -> " {" + tag.text() + "}").orElse(""))
                    .append(": ")
                    .append(side(change.before()))
                    .append(" -> ")
                    .append(side(change.after()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String side(Optional<RecordSet> set) {
        return set.map(s -> s.ttl() + " " + String.join(" + ", s.data())).orElse("none");
    }

    private static String relative(Name name) {
        return name.equals(DOMAIN) ? "@" : name.relativize(DOMAIN).toString();
    }

    /// A service that refuses stale writes and takes a hundred sets at once.
    static Capabilities writing(Capabilities.Atomicity unit) {
        return new Capabilities(
                unit, Capabilities.StaleWrite.REFUSED_BY_SERVICE, Duration.ZERO, 100);
    }

    /// The plan that leaves the primary by these changes, at one provider.
    static DomainPlan plan(List<Change> changes, Capabilities capabilities) {
        return new DomainPlan(
                DOMAIN,
                DOMAIN,
                "primary",
                new DomainPlan.Target(List.of("one"), capabilities.atomicity()),
                changes);
    }

    static RecordSet set(String line) {
        return sets(line).getFirst();
    }

    /// A change of a whole set; an empty line is no set.
    static Change change(ChangeClass kind, String before, String after) {
        Optional<RecordSet> old = before.isEmpty() ? Optional.empty() : Optional.of(set(before));
        Optional<RecordSet> now = after.isEmpty() ? Optional.empty() : Optional.of(set(after));
        return new Change(kind, old.or(() -> now).orElseThrow().key(), Optional.empty(), old, now);
    }

    /// A change of the strings with one tag.
    static Change string(ChangeClass kind, TxtTag tag, String before, String after) {
        Change whole = change(kind, before, after);
        return new Change(kind, whole.key(), Optional.of(tag), whole.before(), whole.after());
    }
}
