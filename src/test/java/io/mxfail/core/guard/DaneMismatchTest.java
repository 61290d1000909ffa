package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.TlsResult;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class DaneMismatchTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DaneMismatch();
    }

    @Override
    public Scene fine() {
        return Chains.scene(Chains.own(Chains.LIVE), Chains.own(Chains.FORMER));
    }

    @Override
    public Scene wrong() {
        return Chains.scene(Chains.own(Chains.FORMER));
    }

    @Test
    void it_blocks_the_switch_to_that_site_and_names_the_record_to_publish() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(Optional.of("backup"), finding().where().site());
        assertTrue(
                finding()
                        .fix()
                        .contains(
                                "`_25._tcp.mx.backup.test. TLSA " + Chains.own(Chains.LIVE) + "`"),
                finding().fix());
    }

    @Test
    void no_tls_where_there_are_records_is_a_mismatch() {
        Scene scene =
                Chains.scene(Chains.own(Chains.LIVE))
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.but(
                                                Scene.accepting("192.0.2.20"),
                                                a ->
                                                        Scene.tls(
                                                                a,
                                                                TlsResult.without(
                                                                        TlsResult.Status
                                                                                .NOT_OFFERED,
                                                                        "no STARTTLS")))));
        assertTrue(only(scene).message().contains("192.0.2.20:25 gives no TLS"));
    }

    @Test
    void an_authority_in_the_chain_will_do_for_the_right_name_only() {
        assertEquals(List.of(), rule().judge(Chains.scene(true, Chains.authority()).situation()));
        assertEquals(Severity.CRIT, only(Chains.scene(false, Chains.authority())).severity());
        assertEquals(
                List.of(),
                rule().judge(Chains.scene(false, Chains.own(Chains.LIVE)).situation()),
                "the host's own key needs no name");
    }

    @Test
    void records_that_senders_cannot_use_count_as_absent() {
        Tlsa pkix = new Tlsa(1, 1, 1, Chains.own(Chains.FORMER).data());
        assertEquals(List.of(), rule().judge(Chains.scene(pkix).situation()));
    }

    @Test
    void name_servers_that_keep_silent_about_tlsa_alone_are_unknown() {
        Scene scene = Chains.scene().silent("_25._tcp.mx.backup.test.");
        assertEquals(Severity.UNKNOWN, only(scene).severity());
        assertEquals(List.of(), rule().judge(scene.silent("mx.backup.test.").situation()));
    }
}
