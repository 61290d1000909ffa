package io.mxfail.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The contract of adapters to services that count requests.
public abstract class MeteredContract extends ProviderContract {
    @Override
    protected abstract MeteredAccount account() throws Exception;

    private MeteredAccount metered() {
        return (MeteredAccount) opened();
    }

    @Test
    void an_acknowledged_write_that_is_not_there_afterwards_is_not_called_applied()
            throws Exception {
        RecordSet set = set("overwritten", Type.MX, 60, "10 mx1.example.test.");
        ZoneWrite write = to(set);
        var taken = new AtomicReference<Outcome>();
        metered().afterTheNextWrite(() -> taken.set(removed(set)));
        Outcome outcome = provider().write(write);
        assertInstanceOf(Outcome.Applied.class, taken.get());
        assertEquals(
                List.of(set.key()),
                assertInstanceOf(Outcome.Partial.class, outcome, outcome::toString).left());
    }

    /// By someone else.
    private Outcome removed(RecordSet set) {
        try {
            return provider().write(without(set.key()));
        } catch (ProviderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_read_that_came_too_soon_is_tried_again() throws Exception {
        provider().zoneOf(ZONE);
        metered().throttleTheNextRead();
        assertTrue(live(key("@", Type.MX)).isPresent());
    }

    @Test
    protected void a_write_that_came_too_soon_is_refused_and_not_repeated() throws Exception {
        RecordSet set = set("throttled", Type.MX, 60, "10 mx1.example.test.");
        ZoneWrite write = to(set);
        metered().throttleTheNextWrite();
        var rejected = assertInstanceOf(Outcome.Rejected.class, provider().write(write));
        assertEquals(FailureKind.THROTTLED, rejected.kind());
        assertEquals(1, metered().writes());
        assertEquals(Optional.empty(), live(set.key()));
    }

    @Test
    void a_write_that_took_effect_although_a_gateway_says_it_failed_is_found_by_reading_back()
            throws Exception {
        RecordSet set = set("gateway", Type.MX, 60, "10 mx1.example.test.");
        ZoneWrite write = to(set);
        metered().breakTheNextAnswer();
        assertApplied(write);
        assertEquals(1, metered().writes());
        assertEquals(Optional.of(set), live(set.key()));
    }
}
