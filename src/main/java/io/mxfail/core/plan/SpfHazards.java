package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What receivers make of mail while they hold an old SPF record, or had none.
///
/// Terms are compared first, networks as networks. Where the sites that a missing term is of name
/// the addresses that they send from, each is evaluated as a receiver would that holds the old
/// text, whatever else it remembers: who passes all the same is in no danger, and who does not is
/// named.
final class SpfHazards {
    private final Ends ends;
    private final Optional<Moments> moments;
    private final List<Hazard> found = new ArrayList<>();

    private SpfHazards(Ends ends, Optional<Moments> moments) {
        this.ends = ends;
        this.moments = moments;
    }

    /// @param moments to evaluate SPF at; empty: nobody can be asked, so that terms alone tell
    static List<Hazard> of(Ends ends, Optional<Moments> moments) {
        var hazards = new SpfHazards(ends, moments);
        hazards.spf();
        hazards.included();
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
            List<SpfTerm> unknown = lacking(old, now);
            if (!unknown.isEmpty()
                    && newSendersUnknown(unknown, now, Math.max(served, spfWithout(now)))) {
                continue;
            }
            if (unknown.isEmpty() && ends.moves() && spfWithout(now) > 0) {
                newSendersUnknown(List.of(), now, spfWithout(now));
            }
            if (!lacking(now, old).isEmpty()) {
                add(
                        "OLD-SPF-CACHED",
                        "receivers whose resolver still holds the old SPF record still take mail of"
                                + " the senders that it names",
                        Hazard.Effect.DOWNGRADE,
                        Math.max(served, spfWithAnyOf(lacking(now, old))),
                        List.of(change.key()));
            }
        }
        List<String> after = ends.transition().spfAfter();
        if (changes.isEmpty() && ends.moves() && after.size() == 1) {
            List<SpfTerm> now = terms(after.getFirst());
            if (spfWithout(now) > 0) {
                newSendersUnknown(List.of(), now, spfWithout(now));
            }
        }
    }

    /// Records that the domain's own includes, or goes on to, and that the plan changes.
    private void included() {
        List<String> after = ends.transition().spfAfter();
        if (after.size() != 1) {
            return;
        }
        List<String> led =
                terms(after.getFirst()).stream()
                        .map(SpfTerm::normalised)
                        .filter(term -> term.matches("(include:|redirect=).*"))
                        .map(term -> term.substring(term.split("[:=]")[0].length() + 1))
                        .toList();
        for (Change change : ends.plan().changes()) {
            Name name = change.key().name();
            if (change.key().type() != Type.TXT
                    || change.place().equals(spfPlace())
                    || !led.contains(name.toString(true))
                    || change.before().isEmpty()
                    || change.after().isEmpty()
                    || lacking(terms(change.before().get()), terms(change.after().get()))
                            .isEmpty()) {
                continue;
            }
            Unknown unknown =
                    unknown(
                            site -> !site.equals(ends.plan().from()),
                            old -> old.isText() && old.name().equals(name));
            if (unknown.anybody()) {
                add(
                        "OLD-SPF-CACHED",
                        "receivers whose resolver still holds the old SPF record of "
                                + name.toString(true)
                                + " do not know "
                                + unknown.text(),
                        Hazard.Effect.REJECT,
                        ends.transition().cached(change).toSeconds(),
                        List.of(change.key()));
            }
        }
    }

    /// @param unknown the new terms that the old record lacks; empty: those of older records count
    /// @param now all terms of the new record
    /// @return whether there is somebody whom receivers do not know
    private boolean newSendersUnknown(List<SpfTerm> unknown, List<SpfTerm> now, long seconds) {
        List<SpfTerm> older =
                older(now)
                        .map(Remembered::set)
                        .flatMap(Optional::stream)
                        .flatMap(set -> lacking(terms(set), senders(now)).stream())
                        .toList();
        List<SpfTerm> missing = Stream.concat(unknown.stream(), older.stream()).toList();
        Unknown senders =
                unknown(
                        site ->
                                site(site).spf().stream()
                                        .anyMatch(own -> missing.stream().anyMatch(own::same)),
                        old ->
                                old.isText()
                                        && old.name()
                                                .equals(ends.transition().view().spf().name()));
        if (senders.anybody()) {
            add(
                    "OLD-SPF-CACHED",
                    "receivers whose resolver still holds the old SPF record do not know "
                            + senders.text(),
                    Hazard.Effect.REJECT,
                    seconds,
                    List.of(ends.transition().view().spf()));
        }
        return senders.anybody();
    }

    /// Who is not known to receivers that hold an old record.
    ///
    /// @param named addresses, by site
    /// @param others whether there are others whose addresses nobody tells
    private record Unknown(Map<String, List<String>> named, boolean others) {
        boolean anybody() {
            return others || !named.isEmpty();
        }

        String text() {
            String listed =
                    String.join(
                            " and ",
                            named.entrySet().stream()
                                    .map(
                                            site ->
                                                    String.join(", ", site.getValue())
                                                            + " of "
                                                            + site.getKey())
                                    .toList());
            return !others
                    ? listed
                    : "the new senders" + (named.isEmpty() ? "" : ", " + listed + " among them");
        }
    }

    /// Who of some sites is refused by receivers that hold an old text, though not in the end.
    private Unknown unknown(Predicate<String> site, Predicate<Mixtures.Old> text) {
        List<String> sites =
                ends.transition().view().sites().keySet().stream().filter(site).toList();
        var named = new LinkedHashMap<String, List<String>>();
        boolean others = sites.isEmpty();
        for (String one : sites) {
            List<String> senders = site(one).senders();
            if (moments.isEmpty() || senders.isEmpty()) {
                others = true;
                continue;
            }
            List<String> refused =
                    senders.stream()
                            .filter(sender -> isRefused(moments.get(), sender, text))
                            .toList();
            if (!refused.isEmpty()) {
                named.put(one, refused);
            }
        }
        return new Unknown(named, others);
    }

    private boolean isRefused(Moments at, String sender, Predicate<Mixtures.Old> text) {
        return at.spf(sender, ends.transition().domain())
                .filter(Moments.SenderSpf::passes)
                .filter(
                        spf ->
                                // what was missing is a hazard of its own
                                spf.refused().stream()
                                        .filter(
                                                told ->
                                                        told.old().stream()
                                                                .noneMatch(Mixtures.Old::isMissing))
                                        .anyMatch(told -> told.old().stream().anyMatch(text)))
                .isPresent();
    }

    private SiteRecords site(String name) {
        return java.util.Objects.requireNonNull(ends.transition().view().sites().get(name));
    }

    /// Seconds for which receivers may hold an SPF record from before an earlier write that does
    /// not name all these senders; 0: they hold none.
    private long spfWithout(List<SpfTerm> named) {
        return older(named).mapToLong(old -> old.left().toSeconds()).max().orElse(0);
    }

    /// The records from before earlier writes that do not name all these senders.
    private Stream<Remembered> older(List<SpfTerm> named) {
        List<SpfTerm> senders = senders(named);
        return ends.transition().remembered().stream()
                .filter(old -> old.place().equals(spfPlace()))
                .filter(
                        old ->
                                old.set()
                                        .filter(set -> !lacking(terms(set), senders).isEmpty())
                                        .isPresent());
    }

    /// Those of the site being left come to send nothing new.
    private List<SpfTerm> senders(List<SpfTerm> named) {
        return named.stream().filter(term -> !isOfTheSiteBeingLeft(term)).toList();
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

    /// The wanted terms of which a record has neither the same nor a network that holds them.
    private static List<SpfTerm> lacking(List<SpfTerm> terms, List<SpfTerm> wanted) {
        return wanted.stream().filter(term -> !covers(terms, term)).toList();
    }

    /// Whether a record lets in whom a term lets in. What stands before a network and shuts
    /// somebody out leaves that open.
    private static boolean covers(List<SpfTerm> terms, SpfTerm wanted) {
        boolean open = true;
        for (SpfTerm term : terms) {
            open = open && !"-~?".contains(term.text().substring(0, 1));
            if (term.same(wanted) || open && term.holds(wanted)) {
                return true;
            }
        }
        return false;
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
