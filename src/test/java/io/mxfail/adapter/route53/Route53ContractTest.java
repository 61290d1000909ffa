package io.mxfail.adapter.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.MeteredAccount;
import io.mxfail.spi.MeteredContract;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class Route53ContractTest extends MeteredContract {
    @Override
    protected MeteredAccount account() throws IOException {
        var service = new FakeRoute53(Route53Account.users());
        fill(service.zone("Z1PUBLIC", "example.test."));
        service.zone("Z2NEIGHBOUR", "mail.test.");
        return new Route53Account(service);
    }

    /// The zone is searched by name and listed once; the batch compares by itself, so that the zone
    /// is listed again only after it.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(1, 1, 1));
    }

    /// Unlike others: the service says that a throttled write has not begun, so that it may be sent
    /// again.
    @Test
    @Override
    protected void a_write_that_came_too_soon_is_refused_and_not_repeated() throws Exception {
        try (MeteredAccount account = account()) {
            RecordSet set = set("throttled", org.xbill.DNS.Type.MX, 60, "10 mx1.example.test.");
            ZoneWrite write =
                    write(account.provider().read(ZONE, java.util.Set.of(set.key())), set);
            account.throttleTheNextWrite();
            account.provider().write(write);
            assertEquals(2, account.writes());
        }
    }

    /// What the contract asks for, as the service would list it.
    static void fill(FakeZone zone) throws IOException {
        var content = new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.US_ASCII));
        try (var master = new Master(content, Name.fromConstantString("example.test."))) {
            for (Record record = master.nextRecord();
                    record != null;
                    record = master.nextRecord()) {
                zone.put(
                        new FakeZone.Id(
                                record.getName().toString(),
                                org.xbill.DNS.Type.string(record.getType()),
                                Optional.empty()),
                        new FakeZone.Set(record.getTTL(), List.of(record.rdataToString()), ""));
            }
        }
    }
}
