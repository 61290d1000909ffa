package io.mxfail.core.journal;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run that moves the mail of example.test and publishes a key.
final class Runs {
    static final String RUN = "20261124T030500Z-7f3c9a";
    static final Name DOMAIN = Name.fromConstantString("example.test.");
    static final Change MOVE =
            new Change(
                    ChangeClass.SUBSTITUTIVE,
                    new RecordKey(DOMAIN, Type.MX),
                    Optional.empty(),
                    Optional.of(mx(3600, "10 mx1.example.test.")),
                    Optional.of(mx(60, "10 mx.backup.example.")));
    static final Change KEY = created("b1._domainkey.example.test.", "b1.dkim.backup.example.");

    private Runs() {}

    static RecordSet mx(long ttl, String data) {
        return RecordSet.parse(new RecordKey(DOMAIN, Type.MX), ttl, List.of(data));
    }

    private static Change created(String name, String target) {
        var key = new RecordKey(Name.fromConstantString(name), Type.CNAME);
        return new Change(
                ChangeClass.ADDITIVE,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.of(RecordSet.parse(key, 3600, List.of(target))));
    }

    static JournalEvent.Started started() {
        var header =
                new RunHeader(
                        RUN, "switch", "ann@ops", Optional.empty(), List.of(), Optional.empty());
        var target = new DomainPlan.Target(List.of("memory"), Capabilities.Atomicity.ZONE);
        var plan =
                new Plan(
                        "acme",
                        "backup",
                        Mode.PLANNED,
                        List.of(),
                        List.of(
                                new DomainPlan(
                                        DOMAIN, DOMAIN, "primary", target, List.of(MOVE, KEY))));
        return new JournalEvent.Started(Instant.parse("2026-11-24T03:05:00Z"), header, plan);
    }
}
