package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A provider that cannot even be opened, for want of its secret or since its adapter broke:
/// nothing can be read or written.
///
/// @param kind what it answers to everything
/// @param why one line for people
record Unopened(ProviderDescription description, FailureKind kind, String why)
        implements DnsProvider {
    @Override
    public String identity() {
        return "provider " + description.type();
    }

    @Override
    public Capabilities capabilities() {
        return description
                .traits()
                .capabilities()
                .orElse(
                        new Capabilities(
                                Capabilities.Atomicity.RECORD,
                                Capabilities.StaleWrite.UNDETECTED,
                                Duration.ZERO,
                                Integer.MAX_VALUE));
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        throw closed();
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        throw closed();
    }

    @Override
    public Outcome write(ZoneWrite write) {
        return new Outcome.Rejected(kind, why, Optional.empty());
    }

    @Override
    public boolean inSync(String receipt) throws ProviderException {
        throw closed();
    }

    private ProviderException closed() {
        return new ProviderException(kind, why);
    }

    @Override
    public void close() {}
}
