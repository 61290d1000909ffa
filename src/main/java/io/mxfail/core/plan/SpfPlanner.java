package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Edits a domain's SPF record: adds the terms of the sites that may send, and in a breach
/// removes those that only the quarantined site stands behind, and of all others those that the
/// operator gave up one by one. Whatever else no site names stays where it is.
final class SpfPlanner {
    private SpfPlanner() {}

    static Optional<Change> change(DomainView view, Observed observed, Intent intent) {
        List<SpfTerm> owned =
                view.sites().values().stream().flatMap(s -> s.spf().stream()).toList();
        if (owned.isEmpty()) {
            return Optional.empty();
        }
        List<SpfTerm> add = wanted(view, intent);
        var remove = new ArrayList<SpfTerm>();
        intent.quarantined()
                .ifPresent(
                        site -> {
                            remove.addAll(ownAlone(view, site, intent));
                            remove.addAll(revoked(view, site, intent));
                        });
        Optional<RecordSet> set = observed.set(view.spf());
        Optional<RecordSet> live = set.flatMap(s -> ChangeState.tagged(s, TxtTag.SPF));
        if (live.isEmpty()) {
            return add.isEmpty()
                    ? Optional.empty()
                    : Optional.of(create(view.spf(), set, intent, SpfText.first(distinct(add))));
        }
        if (live.get().records().size() > 1) {
            // two records are a permanent error for every receiver; which one is meant only people
            // know
            return Optional.empty();
        }
        Record record = live.get().records().getFirst();
        return SpfText.parse(TxtText.of((TXTRecord) record))
                .flatMap(text -> edit(view.spf(), live.get(), text, text.edit(add, remove, owned)));
    }

    /// The record without the terms that only sites other than the active one stand behind.
    static Optional<Change> shrink(
            DomainView view, Observed observed, String active, Intent intent) {
        SiteRecords site = view.sites().get(active);
        Optional<RecordSet> live =
                observed.set(view.spf()).flatMap(s -> ChangeState.tagged(s, TxtTag.SPF));
        if (site == null
                || intent.spf() != Policies.Spf.ACTIVE
                || live.filter(set -> set.records().size() == 1).isEmpty()) {
            return Optional.empty();
        }
        List<SpfTerm> remove =
                view.sites().keySet().stream()
                        .filter(other -> !other.equals(active))
                        .flatMap(other -> ownAlone(view, other, intent).stream())
                        .toList();
        Record record = live.get().records().getFirst();
        return SpfText.parse(TxtText.of((TXTRecord) record))
                .filter(
                        text ->
                                text.terms().stream()
                                        .anyMatch(t -> remove.stream().anyMatch(t::same)))
                .flatMap(
                        text ->
                                edit(
                                        view.spf(),
                                        live.get(),
                                        text,
                                        text.edit(site.spf(), remove, site.spf())));
    }

    /// The target's terms come first, then those of the other sites by name: the order of the
    /// sites in the profile must not make two plans of one content.
    private static List<SpfTerm> wanted(DomainView view, Intent intent) {
        var sites = new TreeSet<String>();
        if (intent.spf() == Policies.Spf.UNION) {
            sites.addAll(view.sites().keySet());
        }
        sites.remove(intent.to());
        var order = new ArrayList<>(List.of(intent.to()));
        order.addAll(sites);
        intent.quarantined().ifPresent(order::remove);
        return order.stream()
                .flatMap(site -> Optional.ofNullable(view.sites().get(site)).stream())
                .flatMap(records -> records.spf().stream())
                .toList();
    }

    /// The terms of a site that neither another site nor another profile needs.
    private static List<SpfTerm> ownAlone(DomainView view, String site, Intent intent) {
        return view.sites().get(site) == null
                ? List.of()
                : view.sites().get(site).spf().stream()
                        .filter(term -> !intent.foreign().needs(term.normalised()))
                        .filter(term -> !neededByOthers(view, site, term))
                        .toList();
    }

    /// The terms of nobody that the operator gave up, as long as nobody else needs them.
    private static List<SpfTerm> revoked(DomainView view, String site, Intent intent) {
        return intent.foreign().revoked().stream()
                .sorted()
                .map(SpfTerm::new)
                .filter(term -> !intent.foreign().needs(term.normalised()))
                .filter(term -> !neededByOthers(view, site, term))
                .toList();
    }

    private static boolean neededByOthers(DomainView view, String site, SpfTerm term) {
        return view.sites().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(site))
                .anyMatch(entry -> entry.getValue().spf().stream().anyMatch(term::same));
    }

    private static List<SpfTerm> distinct(List<SpfTerm> terms) {
        var distinct = new ArrayList<SpfTerm>();
        for (SpfTerm term : terms) {
            if (distinct.stream().noneMatch(term::same)) {
                distinct.add(term);
            }
        }
        return distinct;
    }

    private static Change create(
            RecordKey key, Optional<RecordSet> neighbours, Intent intent, SpfText text) {
        long ttl = neighbours.map(RecordSet::ttl).orElse(intent.steadyTtl());
        return new Change(
                ChangeClass.ADDITIVE,
                key,
                Optional.of(TxtTag.SPF),
                Optional.empty(),
                Optional.of(set(key, ttl, text)));
    }

    private static Optional<Change> edit(RecordKey key, RecordSet live, SpfText old, SpfText now) {
        if (old.equals(now)) {
            return Optional.empty();
        }
        boolean onlyAdds = now.terms().containsAll(old.terms());
        return Optional.of(
                new Change(
                        onlyAdds ? ChangeClass.ADDITIVE : ChangeClass.SUBTRACTIVE,
                        key,
                        Optional.of(TxtTag.SPF),
                        Optional.of(live),
                        Optional.of(set(key, live.ttl(), now))));
    }

    /// Whether a change gives a record terms and takes others away.
    static boolean swapsTerms(Change change) {
        if (!change.tag().equals(Optional.of(TxtTag.SPF))) {
            return false;
        }
        Optional<SpfText> before = change.before().flatMap(SpfPlanner::text);
        Optional<SpfText> after = change.after().flatMap(SpfPlanner::text);
        return before.isPresent()
                && after.isPresent()
                && !before.get().terms().containsAll(after.get().terms());
    }

    private static Optional<SpfText> text(RecordSet set) {
        return set.records().size() == 1
                ? SpfText.parse(TxtText.of((TXTRecord) set.records().getFirst()))
                : Optional.empty();
    }

    private static RecordSet set(RecordKey key, long ttl, SpfText text) {
        return new RecordSet(key, ttl, List.of(TxtText.record(key.name(), ttl, text.toString())));
    }
}
