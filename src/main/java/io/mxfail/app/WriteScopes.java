package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Claim;
import io.mxfail.core.plan.DomainView;
import io.mxfail.spi.WriteScope;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a profile may ever write: every set it owns, whichever site is active.
final class WriteScopes {
    private WriteScopes() {}

    static WriteScope of(Collection<DomainView> views) {
        Map<Name, Set<RecordKey>> zones = new TreeMap<>();
        for (DomainView view : views) {
            Set<RecordKey> keys = zones.computeIfAbsent(view.zone(), _ -> new TreeSet<>());
            for (Claim claim : view.claims()) {
                keys.addAll(claim.keys());
            }
            if (view.sites().values().stream().anyMatch(site -> !site.spf().isEmpty())) {
                keys.add(view.spf());
            }
            view.policyRecord().ifPresent(keys::add);
        }
        return new WriteScope(zones);
    }
}
