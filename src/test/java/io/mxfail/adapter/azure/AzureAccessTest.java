package io.mxfail.adapter.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Observed;
import io.mxfail.spi.Proof;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Set;

/// What can be shown without a change.
class AzureAccessTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Set<RecordKey> OWNED =
            Set.of(new RecordKey(ZONE, Type.MX), new RecordKey(ZONE, Type.TXT));

    @Test
    void the_right_to_write_is_shown_without_a_change() throws Exception {
        try (var account = new AzureAccount()) {
            Observed before = account.provider().read(ZONE, OWNED);
            Proof proof = account.provider().prove(ZONE, OWNED);
            assertEquals(Proof.State.PROVEN, proof.state(), proof::toString);
            assertEquals(before, account.provider().read(ZONE, OWNED));
            Proof refused = account.stranger().prove(ZONE, OWNED);
            assertEquals(Proof.State.REFUSED, refused.state(), refused::toString);
        }
    }
}
