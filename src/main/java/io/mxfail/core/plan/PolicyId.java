package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.MtaStsRecord;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.TXTRecord;

import java.util.List;
import java.util.Optional;

/// The id in the record of MTA-STS, where the profile gives it to mxfail (`policy: bump`).
///
/// Only the id of one record that can be read is ever changed. None is created: to have a policy at
/// all is a decision of its own. Which of two is meant, only people know.
final class PolicyId {
    private PolicyId() {}

    /// @param id that stands for the policy served now; empty: it is not known, and nothing changes
    static Optional<Change> change(DomainView view, Observed observed, Optional<String> id) {
        return view.policyRecord()
                .filter(_ -> id.isPresent())
                .flatMap(observed::set)
                .flatMap(set -> ChangeState.tagged(set, TxtTag.MTA_STS))
                .filter(live -> live.records().size() == 1)
                .flatMap(live -> edit(live, id.orElseThrow()));
    }

    private static Optional<Change> edit(RecordSet live, String id) {
        String old = TxtText.of((TXTRecord) live.records().getFirst());
        return MtaStsRecord.withId(old, id)
                .filter(text -> !text.equals(old))
                .map(
                        text ->
                                new Change(
                                        ChangeClass.ADDITIVE,
                                        live.key(),
                                        Optional.of(TxtTag.MTA_STS),
                                        Optional.of(live),
                                        Optional.of(
                                                new RecordSet(
                                                        live.key(),
                                                        live.ttl(),
                                                        List.of(
                                                                TxtText.record(
                                                                        live.key().name(),
                                                                        live.ttl(),
                                                                        text))))));
    }
}
