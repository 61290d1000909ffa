package io.mxfail.core.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.propagation.ZoneSecurity.Resolution;
import io.mxfail.core.propagation.ZoneSecurity.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class ZoneSecurityTest {
    private static final Instant NOW = Instant.parse("2026-11-24T02:50:00Z");

    private static SignedZone zone() {
        return new SignedZone("example.test.", NOW);
    }

    private static Verdict judged(SignedZone zone) {
        return zone.seen().judge(NOW);
    }

    private static Verdict.Bogus bogus(SignedZone zone) {
        return assertInstanceOf(Verdict.Bogus.class, judged(zone));
    }

    @Test
    void a_chain_from_the_ds_to_each_set_is_sound_until_the_first_signature_ends() {
        Verdict.Sound sound =
                assertInstanceOf(
                        Verdict.Sound.class,
                        judged(
                                zone().mxSigned(
                                                NOW.minusSeconds(60),
                                                NOW.plus(Duration.ofDays(3)))));
        assertEquals("the MX set of example.test.", sound.ends().orElseThrow().what());
        assertEquals(NOW.plus(Duration.ofDays(3)), sound.ends().orElseThrow().end());
    }

    @Test
    void a_ds_of_another_key_makes_the_zone_bogus_and_names_the_key_tags() {
        Verdict.Bogus found = bogus(zone().otherKeyAtParent());
        assertTrue(found.everywhere());
        assertTrue(
                found.faults()
                        .getFirst()
                        .startsWith(
                                "no key of example.test. is the one that its parent's DS names"),
                found.faults()::toString);
    }

    @Test
    void a_ds_above_a_zone_without_keys_makes_it_bogus() {
        assertEquals(
                List.of(
                        "the parent has a DS for example.test., which has no keys (at 192.0.2.1,"
                                + " 192.0.2.2)"),
                bogus(zone().withoutKeys()).faults());
    }

    @Test
    void data_that_its_signature_does_not_fit_is_bogus() {
        assertEquals(
                List.of(
                        "the MX set of example.test. has a signature that does not fit its data (at"
                                + " 192.0.2.1, 192.0.2.2)"),
                bogus(zone().mxForged()).faults());
    }

    @Test
    void a_signature_that_has_ended_says_when() {
        Instant end = NOW.minus(Duration.ofHours(5));
        assertTrue(
                bogus(zone().mxSigned(end.minus(Duration.ofDays(14)), end))
                        .faults()
                        .getFirst()
                        .contains("has a signature that ended at 2026-11-23T21:50:00Z"));
    }

    @Test
    void a_signature_that_is_not_valid_yet_says_when_it_will_be() {
        Instant start = NOW.plus(Duration.ofHours(1));
        assertTrue(
                bogus(zone().mxSigned(start, start.plus(Duration.ofDays(14))))
                        .faults()
                        .getFirst()
                        .contains("begins only at 2026-11-24T03:50:00Z"));
    }

    @Test
    void a_fault_of_one_server_is_not_everywhere() {
        Verdict.Bogus found = bogus(zone().mxBareAtSecond());
        assertFalse(found.everywhere());
        assertEquals(
                List.of("the MX set of example.test. carries no signature (at 192.0.2.2)"),
                found.faults());
    }

    @Test
    void a_denial_without_proof_is_told_beside_data_that_is_sound() {
        Verdict.Undenied found =
                assertInstanceOf(Verdict.Undenied.class, judged(zone().tlsaDeniedWithoutProof()));
        assertTrue(found.everywhere());
        assertEquals(
                List.of(
                        "it says that there is no _25._tcp.mx1.example.test. without a proof (no"
                                + " NSEC, no NSEC3) (at 192.0.2.1, 192.0.2.2)"),
                found.faults());
    }

    @Test
    void a_denial_is_not_told_where_the_data_itself_is_forged() {
        assertInstanceOf(Verdict.Bogus.class, judged(zone().tlsaDeniedWithoutProof().mxForged()));
    }

    @Test
    void the_signature_of_a_proof_ends_too() {
        Instant end = NOW.plus(Duration.ofDays(2));
        Verdict.Sound sound =
                assertInstanceOf(
                        Verdict.Sound.class, judged(zone().tlsaDenied(NOW.minusSeconds(60), end)));
        assertEquals("the NSEC set of example.test.", sound.ends().orElseThrow().what());
        assertEquals(end, sound.ends().orElseThrow().end());
    }

    @Test
    void a_proof_whose_signature_has_ended_is_none() {
        Instant end = NOW.minus(Duration.ofHours(5));
        Verdict.Undenied found =
                assertInstanceOf(
                        Verdict.Undenied.class,
                        judged(zone().tlsaDenied(end.minus(Duration.ofDays(14)), end)));
        assertTrue(
                found.faults()
                        .getFirst()
                        .contains("has a signature that ended at 2026-11-23T21:50:00Z"));
    }

    @Test
    void without_ds_nobody_validates_whatever_the_zone_serves() {
        assertInstanceOf(
                Verdict.Unsigned.class,
                judged(zone().mxForged().parent(new DnsAnswer.NoData(300))));
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "12, 3", "253, 2", "13, 3"})
    void a_ds_that_nobody_knows_makes_the_zone_insecure_and_not_bogus(int algorithm, int digest) {
        assertEquals(
                new Verdict.Unsupported("algorithm " + algorithm + " with digest " + digest),
                judged(zone().mxForged().unknownAtParent(algorithm, digest)));
    }

    @Test
    void silent_servers_prove_nothing() {
        assertInstanceOf(Verdict.Sound.class, judged(zone().silent()));
    }

    @Test
    void a_parent_that_is_not_heard_of_leaves_it_unknown() {
        assertEquals(
                new Verdict.Unknown("it answers REFUSED"),
                judged(
                        zone().parent(
                                        new DnsAnswer.Failed(
                                                DnsAnswer.Reason.REFUSED, "it answers REFUSED"))));
    }

    @Test
    void resolvers_that_all_refuse_are_believed_and_a_single_one_is_doubt() {
        assertTrue(bogus(zone().resolver("192.0.2.53", Resolution.BOGUS)).everywhere());
        assertEquals(
                new Verdict.Doubted(List.of("192.0.2.53")),
                judged(
                        zone().resolver("192.0.2.53", Resolution.BOGUS)
                                .resolver("192.0.2.54", Resolution.VALIDATED)));
    }

    @Test
    void a_servfail_that_stays_without_validation_is_no_matter_of_dnssec() {
        assertInstanceOf(
                Verdict.Sound.class, judged(zone().resolver("192.0.2.53", Resolution.FAILING)));
    }

    @ParameterizedTest
    @CsvSource({
        "336, 49, false", // two weeks, with more than a tenth left
        "336, 30, true",
        "720, 47, true", // a month: two days are soon
        "720, 49, false",
        "48, 24, false", // signed as it answers
        "48, 4, true"
    })
    void the_last_tenth_of_its_life_is_soon_and_two_days_at_most(
            long life, long left, boolean soon) {
        Instant end = NOW.plus(Duration.ofHours(left));
        var ending = new ZoneSecurity.Ending("x", end.minus(Duration.ofHours(life)), end);
        assertEquals(soon, ending.isSoon(NOW));
    }
}
