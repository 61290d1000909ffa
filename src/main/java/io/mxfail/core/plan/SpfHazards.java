package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What receivers make of mail while they hold an old SPF record, or had none.
final class SpfHazards {
    private final Ends ends;
    private final List<Hazard> found = new ArrayList<>();

    private SpfHazards(Ends ends) {
        this.ends = ends;
    }

    static List<Hazard> of(Ends ends) {
        var hazards = new SpfHazards(ends);
        hazards.spf();
        return List.copyOf(hazards.found);
    }

    private void spf() {
        List<Change> changes =
                ends.plan().changes().stream()
                        .filter(c -> c.place().equals(spfPlace()) && c.after().isPresent())
                        .toList();
        for (Change change : changes) {
            if (change.before().isEmpty()) {
                add(
                        "FIRST-SPF",
                        "the domain had no SPF record: senders that the profile does not name"
                                + " become softfail",
                        Hazard.Effect.DOWNGRADE,
                        0,
                        List.of(change.key()));
                continue;
            }
            List<SpfTerm> old = terms(change.before().get());
            List<SpfTerm> now = terms(change.after().get());
            long served = ends.transition().cached(change).toSeconds();
            if (lacks(old, now)) {
                newSendersUnknown(Math.max(served, spfWithout(now)));
                continue;
            }
            if (ends.moves() && spfWithout(now) > 0) {
                newSendersUnknown(spfWithout(now));
            }
            if (lacks(now, old)) {
                add(
                        "OLD-SPF-CACHED",
                        "receivers whose resolver still holds the old SPF record still take mail of"
                                + " the senders that it names",
                        Hazard.Effect.DOWNGRADE,
                        Math.max(served, spfWithAnyOf(leaving(old, now))),
                        List.of(change.key()));
            }
        }
        List<String> after = ends.transition().spfAfter();
        if (changes.isEmpty() && ends.moves() && after.size() == 1) {
            long seconds = spfWithout(terms(after.getFirst()));
            if (seconds > 0) {
                newSendersUnknown(seconds);
            }
        }
    }

    private void newSendersUnknown(long seconds) {
        add(
                "OLD-SPF-CACHED",
                "receivers whose resolver still holds the old SPF record do not know the new"
                        + " senders",
                Hazard.Effect.REJECT,
                seconds,
                List.of(ends.transition().view().spf()));
    }

    /// Seconds for which receivers may hold an SPF record from before an earlier write that does
    /// not name all these senders; 0: they hold none. Those of the site being left come to send
    /// nothing new.
    private long spfWithout(List<SpfTerm> named) {
        List<SpfTerm> senders = named.stream().filter(term -> !isOfTheSiteBeingLeft(term)).toList();
        return ends.transition().remembered().stream()
                .filter(old -> old.place().equals(spfPlace()))
                .filter(old -> old.set().filter(set -> lacks(terms(set), senders)).isPresent())
                .mapToLong(old -> old.left().toSeconds())
                .max()
                .orElse(0);
    }

    /// Seconds for which receivers may hold an SPF record from before an earlier write that still
    /// names one of these senders; 0: they hold none.
    private long spfWithAnyOf(List<SpfTerm> senders) {
        return ends.transition().remembered().stream()
                .filter(old -> old.place().equals(spfPlace()))
                .filter(
                        old ->
                                old.set().stream()
                                        .flatMap(set -> terms(set).stream())
                                        .anyMatch(term -> senders.stream().anyMatch(term::same)))
                .mapToLong(old -> old.left().toSeconds())
                .max()
                .orElse(0);
    }

    private static List<SpfTerm> leaving(List<SpfTerm> old, List<SpfTerm> now) {
        return old.stream().filter(term -> now.stream().noneMatch(term::same)).toList();
    }

    private boolean isOfTheSiteBeingLeft(SpfTerm term) {
        Map<String, SiteRecords> sites = ends.transition().view().sites();
        String left = ends.plan().from();
        return sites.containsKey(left)
                && sites.entrySet().stream()
                        .allMatch(
                                site ->
                                        site.getKey().equals(left)
                                                == site.getValue().spf().stream()
                                                        .anyMatch(term::same));
    }

    private Change.Place spfPlace() {
        return new Change.Place(ends.transition().view().spf(), Optional.of(TxtTag.SPF));
    }

    private static boolean lacks(List<SpfTerm> terms, List<SpfTerm> wanted) {
        return wanted.stream().anyMatch(term -> terms.stream().noneMatch(term::same));
    }

    /// The terms that a receiver comes to: nothing behind `all` counts.
    private static List<SpfTerm> terms(RecordSet set) {
        return terms(TxtText.of((TXTRecord) set.records().getFirst()));
    }

    private static List<SpfTerm> terms(String record) {
        return SpfText.parse(record).map(SpfText::reached).orElse(List.of());
    }

    private void add(
            String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        found.add(ends.hazard(id, who, effect, seconds, sets));
    }
}
