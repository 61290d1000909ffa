package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.ProvenCompany.Backup;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A failover whose proof is a message that arrives: Postfix takes it, Dovecot shows it at the site
/// that should have it, and BIND says where all of them are.
@NeedsServer({Server.BIND, Server.POSTFIX, Server.DOVECOT})
class DeliveryProofTest {
    private Optional<ProvenCompany> started = Optional.empty();

    private ProvenCompany company(Backup backup) throws IOException {
        ProvenCompany company = ProvenCompany.start(backup);
        started = Optional.of(company);
        return company;
    }

    @AfterEach
    void shut() {
        started.ifPresent(ProvenCompany::close);
    }

    private static Desk.Ran switched(
            ProvenCompany company, String from, String to, String... more) {
        var line = new ArrayList<>(List.of("switch", "--to", to, "--from", from, "--yes"));
        line.addAll(List.of(more));
        return company.desk.mxfail(line.toArray(String[]::new));
    }

    private static Seen canary(Desk.Ran ran, int index) {
        return new Seen(ran.json()).at("domains", 0).at("canaries", index);
    }

    private static List<String> texts(Seen canary, String member) {
        return canary.at(member).elements().stream().map(hop -> new Seen(hop).text()).toList();
    }

    @Test
    void messages_that_arrive_both_ways_verify_a_switch_and_the_way_back() throws IOException {
        ProvenCompany company = company(Backup.AS_WRITTEN);

        Desk.Ran plain = company.desk.mxfail("check");
        assertEquals(List.of(), company.primary().messages(), plain.all());

        Desk.Ran there = switched(company, "primary", "backup", "--wait", "40s");
        assertEquals(0, there.exit(), there.all());
        assertEquals(List.of(), company.primary().messages());
        assertEquals(1, company.backup().messages().size());
        assertEquals(1, company.outside().messages().size());
        String arrived = company.backup().messages().getFirst();
        assertTrue(arrived.contains("Return-Path: <ops@example.test>"), arrived);
        assertTrue(arrived.contains("Auto-Submitted: auto-generated"), arrived);
        assertTrue(company.outside().messages().getFirst().contains("<news@acme.test>"));

        Desk.Ran seen = company.desk.mxfail("verify", "--expect", "backup", "--json");
        assertEquals(0, seen.exit(), seen.all());
        assertEquals("arrived", new Seen(seen.json()).at("domains", 0).at("delivery").text());
        Seen inbound = canary(seen, 0);
        assertAll(
                () -> assertEquals("inbound", inbound.at("way").text()),
                () -> assertEquals("backup", inbound.at("site").text()),
                () -> assertEquals("backup", inbound.at("foundAt").text()),
                () -> assertEquals("mx.backup.acme.test", inbound.at("takenBy").text()),
                () -> assertEquals("TLSv1.3", inbound.at("tls").text()),
                () -> assertEquals(List.of("mx.backup.acme.test ESMTPS"), texts(inbound, "path")));
        Seen outbound = canary(seen, 1);
        assertAll(
                () -> assertEquals("outbound", outbound.at("way").text()),
                () -> assertEquals("arrived", outbound.at("state").text()),
                () -> assertEquals("relay.backup.acme.test", outbound.at("takenBy").text()),
                () -> assertEquals("TLSv1.3", outbound.at("tls").text()),
                () ->
                        assertEquals(
                                List.of("relay.backup.acme.test ESMTPSA", "mx.outside.test ESMTPS"),
                                texts(outbound, "path")),
                () -> assertEquals("pass", outbound.at("spf").text()),
                () -> assertEquals("pass", outbound.at("dkim").text()),
                () -> assertEquals("pass", outbound.at("dmarc").text()));

        Desk.Ran sent = company.desk.mxfail("check", "--site", "backup", "--send");
        assertAll(
                () ->
                        assertTrue(
                                sent.said()
                                        .matches(
                                                ".*inbound to probe@acme.test arrived at backup"
                                                    + " after [0-9]+\\.[0-9] s, by"
                                                    + " mx.backup.acme.test ESMTPS, no word on spf,"
                                                    + " dkim, dmarc; sent to mx.backup.acme.test"
                                                    + " over TLSv1.3.*"),
                                sent::all),
                () ->
                        assertTrue(
                                sent.said()
                                        .matches(
                                                ".*outbound to probe@outside.test arrived after"
                                                    + " [0-9]+\\.[0-9] s, by relay.backup.acme.test"
                                                    + " ESMTPSA, mx.outside.test ESMTPS, dkim=pass"
                                                    + " dmarc=pass spf=pass; sent to"
                                                    + " relay.backup.acme.test over TLSv1.3.*"),
                                sent::all));

        Desk.Ran back = switched(company, "backup", "primary", "--wait", "40s");
        assertEquals(0, back.exit(), back.all());
        assertEquals(1, company.primary().messages().size());
        Desk.Ran home = company.desk.mxfail("verify", "--expect", "primary", "--json");
        assertEquals(0, home.exit(), home.all());
        assertAll(
                () -> assertEquals("primary", canary(home, 0).at("foundAt").text()),
                () -> assertEquals("pass", canary(home, 1).at("dmarc").text()),
                () ->
                        assertEquals(
                                "relay.primary.acme.test", canary(home, 1).at("takenBy").text()));
    }

    @Test
    void an_undo_is_proven_at_the_site_that_mail_goes_back_to() throws IOException {
        ProvenCompany company = company(Backup.AS_WRITTEN);
        assertEquals(5, switched(company, "primary", "backup", "--no-verify").exit());
        assertEquals(List.of(), company.backup().messages());

        Desk.Ran undone = company.desk.mxfail("undo", "--yes", "--wait", "40s", "-v");

        assertEquals(0, undone.exit(), undone.all());
        assertEquals(1, company.primary().messages().size(), undone.all());
        assertEquals(1, company.outside().messages().size(), undone.all());
        assertTrue(
                company.outside()
                        .messages()
                        .getFirst()
                        .contains("by relay.primary.acme.test (Postfix) with ESMTPSA"),
                company.outside().messages()::getFirst);
    }

    @Test
    void a_message_that_a_backup_hands_on_to_the_primary_keeps_the_switch_pending()
            throws IOException {
        ProvenCompany company = company(Backup.FORWARDING);
        company.withoutOutbound();

        Desk.Ran there = switched(company, "primary", "backup", "--wait", "8s");

        assertEquals(5, there.exit(), there.all());
        assertTrue(
                there.said()
                        .contains(
                                "the test message to probe@acme.test: arrived at primary, should"
                                        + " be at backup"),
                there.all());
        assertEquals(1, company.primary().messages().size());
    }

    @Test
    void a_message_that_nobody_finds_keeps_the_switch_pending() throws IOException {
        ProvenCompany company = company(Backup.NOT_SHOWN);

        Desk.Ran there = switched(company, "primary", "backup", "--wait", "5s");

        assertEquals(5, there.exit(), there.all());
        assertTrue(
                there.said()
                        .contains(
                                "the test message to probe@acme.test: not in the mailbox of"
                                        + " backup"),
                there.all());
        assertEquals(1, company.backup().messages().size());
    }

    @Test
    void a_service_that_neither_signs_nor_bounces_in_our_name_fails_dmarc() throws IOException {
        ProvenCompany company = company(Backup.A_SERVICE);
        assertEquals(0, switched(company, "primary", "backup", "--wait", "40s").exit());

        Desk.Ran sent = company.desk.mxfail("check", "--send");

        assertTrue(sent.said().contains("dkim=none dmarc=fail spf=pass"), sent.all());
        assertTrue(
                sent.said()
                        .contains(
                                "CANARY-DMARC: the receiver of the test message to"
                                        + " probe@outside.test found dkim=none, dmarc=fail,"
                                        + " spf=pass"),
                sent.all());
    }

    @Test
    void a_signature_makes_good_for_an_address_that_spf_does_not_know() throws IOException {
        ProvenCompany company = company(Backup.SENDING_ELSEWHERE);
        assertEquals(0, switched(company, "primary", "backup", "--wait", "40s").exit());

        Desk.Ran sent = company.desk.mxfail("check", "--send");

        assertTrue(sent.said().contains("dkim=pass dmarc=pass spf=softfail"), sent.all());
        assertFalse(sent.said().contains("CANARY-DMARC"), sent.all());
    }
}
