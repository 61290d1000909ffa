package io.mxfail.adapter.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Shell;
import io.mxfail.spi.Proof;
import io.mxfail.spi.Tool;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be shown without a change, and what `curl` does with the same write.
class CloudflareAccessTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordKey TXT = new RecordKey(ZONE, Type.TXT);

    @Test
    void the_right_to_write_is_shown_without_a_change() throws Exception {
        try (var account = new CloudflareAccount()) {
            Observed before = account.provider().read(ZONE, Set.of(MX, TXT));
            Proof proof = account.provider().prove(ZONE, Set.of(MX, TXT));
            assertEquals(Proof.State.PROVEN, proof.state(), proof::toString);
            assertEquals(before, account.provider().read(ZONE, Set.of(MX, TXT)));
            Proof refused = account.stranger().prove(ZONE, Set.of(MX));
            assertEquals(Proof.State.REFUSED, refused.state(), refused::toString);
        }
    }

    @NeedsServer(Server.CURL)
    @Test
    void the_script_for_curl_makes_the_change() throws Exception {
        try (var account = new CloudflareAccount()) {
            RecordSet mx =
                    RecordSet.parse(
                            MX, 60, List.of("10 mx.backup.example.", "20 mx2.backup.example."));
            RecordSet txt =
                    RecordSet.parse(TXT, 300, List.of("\"v=spf1 -all\"", "\"it's $HOME; `x`\""));
            Observed now = account.provider().read(ZONE, Set.of(MX, TXT));
            var write =
                    new ZoneWrite(
                            ZONE,
                            List.of(
                                    new SetWrite(TXT, now.at(TXT), Optional.of(txt)),
                                    new SetWrite(MX, now.at(MX), Optional.of(mx))),
                            Set.of());
            String script = account.provider().script(write, Tool.CURL).orElseThrow();
            assertFalse(script.contains(FakeCloudflare.TOKEN), script);
            assertTrue(
                    Shell.plays(script, Map.of("CLOUDFLARE_API_TOKEN", FakeCloudflare.TOKEN)),
                    script);
            Observed after = account.provider().read(ZONE, Set.of(MX, TXT));
            assertEquals(Optional.of(mx), after.set(MX));
            assertEquals(Optional.of(txt), after.set(TXT));
            assertEquals(Optional.empty(), account.provider().script(write, Tool.AWS));
        }
    }
}
