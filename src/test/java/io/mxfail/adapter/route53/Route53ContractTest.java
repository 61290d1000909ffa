package io.mxfail.adapter.route53;

import io.mxfail.spi.Account;
import io.mxfail.spi.ProviderContract;

import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class Route53ContractTest extends ProviderContract {
    @Override
    protected Account account() throws IOException {
        var service = new FakeRoute53(Route53Account.users());
        fill(service.zone("Z1PUBLIC", "example.test."));
        service.zone("Z2NEIGHBOUR", "mail.test.");
        return new Route53Account(service);
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
