package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The TXT set with a domain's SPF record at both ends of a switch, other strings included.
///
/// @param before as it is served; empty: there is none
/// @param after as the plan leaves it; where nothing is planned, as it is with the terms of every
///   site
public record SpfEnds(Optional<RecordSet> before, Optional<RecordSet> after) {
    /// @param planned whether a switch is planned; without, the transition changes nothing
    public static SpfEnds of(Transition transition, boolean planned) {
        Optional<RecordSet> before = set(transition, true);
        return new SpfEnds(
                before, planned ? set(transition, false) : withEverySite(transition, before));
    }

    /// The texts of the SPF records in a set: more than one is an error of the zone.
    public static List<String> records(Optional<RecordSet> set) {
        return set.flatMap(txt -> ChangeState.tagged(txt, TxtTag.SPF)).stream()
                .flatMap(spf -> spf.records().stream())
                .map(record -> TxtText.of((TXTRecord) record))
                .toList();
    }

    private static Optional<RecordSet> set(Transition transition, boolean first) {
        var state = first ? transition.states().getFirst() : transition.states().getLast();
        return Optional.ofNullable(state.get(transition.view().spf()));
    }

    /// As switches to each of the sites would leave it.
    private static Optional<RecordSet> withEverySite(
            Transition transition, Optional<RecordSet> before) {
        DomainView view = transition.view();
        List<SpfTerm> terms =
                view.sites().values().stream().flatMap(site -> site.spf().stream()).toList();
        List<String> live = records(before);
        if (terms.isEmpty() || live.size() > 1) {
            return before;
        }
        Optional<SpfText> text =
                live.isEmpty()
                        ? Optional.of(SpfText.first(List.of()).edit(terms, List.of(), terms))
                        : SpfText.parse(live.getFirst())
                                .map(old -> old.edit(terms, List.of(), terms));
        if (text.isEmpty() || live.contains(text.get().toString())) {
            return before;
        }
        long ttl = before.map(RecordSet::ttl).orElse(0L);
        var records = new ArrayList<Record>();
        before.ifPresent(
                set ->
                        set.records().stream()
                                .filter(r -> !TxtTag.of((TXTRecord) r).equals(TxtTag.SPF))
                                .forEach(records::add));
        records.add(TxtText.record(view.name(), ttl, text.get().toString()));
        return Optional.of(new RecordSet(view.spf(), ttl, records));
    }
}
