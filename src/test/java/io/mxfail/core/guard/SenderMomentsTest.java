package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.plan.Moments;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class SenderMomentsTest {
    private static SenderMoments.Sender sender(String domain, String address, boolean all) {
        var verdict =
                new SpfVerdict(
                        SpfResult.PASS,
                        Optional.of("mx"),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0);
        return new SenderMoments.Sender(
                Name.fromConstantString(domain),
                "backup",
                new Moments.SenderSpf(address, verdict, List.of(), verdict, all),
                Duration.ZERO);
    }

    @Test
    void addresses_that_were_not_looked_at_in_every_mixture_are_named_once_a_domain() {
        assertEquals(
                List.of(
                        "SPF of example.test depends on so many sets that change that only the"
                                + " first 1024 mixtures of old and new records were looked at for"
                                + " 192.0.2.1, 192.0.2.3: others may let them in or not"),
                SenderMoments.cut(
                        List.of(
                                sender("example.test.", "192.0.2.1", false),
                                sender("example.test.", "192.0.2.2", true),
                                sender("example.test.", "192.0.2.3", false),
                                sender("other.test.", "192.0.2.4", true))));
    }
}
