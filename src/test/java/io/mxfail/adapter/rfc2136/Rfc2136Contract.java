package io.mxfail.adapter.rfc2136;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.spi.ProviderContract;
import io.mxfail.wire.dns.DnsProxy;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.Optional;
import java.util.stream.IntStream;

/// The contract at a name server, with what passes between.
abstract class Rfc2136Contract extends ProviderContract {
    @Override
    protected abstract Rfc2136Account account();

    /// The zone is found by one question; all that a read asks goes through one connection. The
    /// update compares by itself, so that there is a read only after it.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(1, 1, 1));
    }

    /// The sets, the SOA of the zone and of each name, and that of each wildcard that could make
    /// up a name.
    @Test
    void the_questions_of_a_read_are_counted() throws Exception {
        DnsProxy proxy = ((Rfc2136Account) opened()).proxy();
        read(key("@", Type.MX));
        assertEquals(2, proxy.queries());
        read(key("@", Type.MX), key("@", Type.TXT));
        assertEquals(2 + 3, proxy.queries());
        read(
                IntStream.range(0, 10)
                        .mapToObj(i -> key("none" + i, Type.A))
                        .toArray(RecordKey[]::new));
        assertEquals(2 + 3 + 22, proxy.queries());
        assertEquals(3, proxy.reads());
        assertEquals(0, proxy.updates());
    }

    /// Only a prerequisite looks past a wildcard: an update without a change for each such set.
    @Test
    void a_set_below_a_wildcard_costs_an_update_without_a_change() throws Exception {
        DnsProxy proxy = ((Rfc2136Account) opened()).proxy();
        read(key("own.wild", Type.A), key("some.wild", Type.A), key("some.wild", Type.AAAA));
        assertEquals(1, proxy.reads());
        assertEquals(2, proxy.updates());
    }
}
