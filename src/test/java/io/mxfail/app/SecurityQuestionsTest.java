package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.core.propagation.ZoneSecurity;
import io.mxfail.core.propagation.ZoneSecurity.Resolution;
import io.mxfail.port.Lookup;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Who is asked what about signatures, and what becomes of the answers.
class SecurityQuestionsTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey DS = new RecordKey(ZONE, Type.DS);
    private static final ServerAddress SERVER = new ServerAddress("192.0.2.1", 53);
    private static final DnsAnswer NONE = new DnsAnswer.NoData(300);
    private static final DnsAnswer SERVFAIL =
            new DnsAnswer.Failed(DnsAnswer.Reason.SERVFAIL, "it answers SERVFAIL");
    private static final DnsAnswer SILENCE =
            new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer");
    private static final DnsAnswer SIGNER =
            new DnsAnswer.Found(
                    RecordSet.parse(DS, 300, List.of("1 13 2 " + "00".repeat(32))), false);

    private static final RecordSet SOA =
            RecordSet.parse(
                    new RecordKey(ZONE, Type.SOA),
                    300,
                    List.of("ns1.example.test. hostmaster.example.test. 1 3600 600 604800 300"));

    private List<MXRecord> mx = List.of();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @FunctionalInterface
    private interface Resolver {
        DnsAnswer answer(String resolver, RecordKey key, boolean check);
    }

    private Lookup lookup(Resolver resolvers) {
        return new Lookup() {
            @Override
            public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
                throw new AssertionError("not asked without signatures: " + key);
            }

            @Override
            public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
                throw new AssertionError("not asked without signatures: " + key);
            }

            @Override
            public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
                throw new AssertionError("known already");
            }

            @Override
            public SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
                asked.add(server.host() + " " + key);
                return SignedAnswer.bare(NONE);
            }

            @Override
            public SignedAnswer validated(
                    String resolver, RecordKey key, boolean check, Duration timeout) {
                asked.add(resolver + " " + key + (check ? "" : " unchecked"));
                return SignedAnswer.bare(resolvers.answer(resolver, key, check));
            }

            @Override
            public void close() {}
        };
    }

    private ZoneSecurity seen(Resolver answers, String... resolvers) throws Exception {
        Map<Name, ZoneSecurity> found = all(answers, resolvers);
        return Optional.ofNullable(found.get(ZONE)).orElseThrow();
    }

    private Map<Name, ZoneSecurity> all(Resolver answers, String... resolvers) throws Exception {
        var view =
                DomainView.of(
                        new MailDomain(ZONE, Optional.empty(), Map.of()),
                        ZONE,
                        Map.of(
                                "primary",
                                new SiteRecords(mx, List.of(), List.of(), List.of(), List.of())));
        return new SecurityQuestions(
                        lookup(answers),
                        new Probing.Dns(List.of(SERVER), List.of(resolvers)),
                        Duration.ofSeconds(1))
                .of(
                        List.of(view),
                        Map.of(ZONE, List.of(SERVER)),
                        key -> key.equals(SOA.key()) ? new DnsAnswer.Found(SOA, false) : NONE);
    }

    @Test
    void of_an_unsigned_zone_nothing_but_the_ds_is_asked_for() throws Exception {
        ZoneSecurity seen = seen((_, _, _) -> NONE, "a", "b");
        assertEquals(NONE, seen.delegation().answer());
        assertTrue(asked.stream().allMatch(question -> question.endsWith(" DS")), asked::toString);
    }

    @Test
    void a_ds_that_one_resolver_still_remembers_counts() throws Exception {
        ZoneSecurity seen =
                seen(
                        (resolver, key, _) ->
                                key.equals(DS) && resolver.equals("b") ? SIGNER : NONE,
                        "a",
                        "b");
        assertInstanceOf(DnsAnswer.Found.class, seen.delegation().answer());
        assertTrue(asked.contains("192.0.2.1 example.test. MX"), asked::toString);
    }

    @Test
    void no_resolver_that_validates_is_asked_for_what_a_switch_changes() throws Exception {
        seen((_, key, _) -> key.equals(DS) ? SIGNER : NONE, "a", "b");
        assertTrue(
                asked.stream()
                        .filter(question -> !question.startsWith("192.0.2.1"))
                        .allMatch(
                                question ->
                                        question.endsWith(" DS")
                                                || question.endsWith(" SOA")
                                                || question.contains(" test. ")
                                                || question.contains(" . ")),
                asked::toString);
    }

    @Test
    void the_zones_above_are_asked_about_at_one_resolver_alone() throws Exception {
        seen((_, key, _) -> key.equals(DS) ? SIGNER : NONE, "a", "b");
        assertEquals(
                List.of("a . DNSKEY unchecked", "a test. DNSKEY unchecked", "a test. DS unchecked"),
                asked.stream()
                        .filter(question -> !question.contains("example.test."))
                        .sorted()
                        .toList());
    }

    /// Who asks label by label hears of it first (RFC 9156).
    @Test
    void the_empty_name_above_the_tlsa_records_of_a_mail_host_is_asked_about() throws Exception {
        Name host = Name.fromConstantString("mx.example.test.");
        mx = List.of(new MXRecord(ZONE, DClass.IN, 300, 10, host));
        seen((_, key, _) -> key.equals(DS) ? SIGNER : NONE, "a");
        assertTrue(asked.contains("192.0.2.1 _25._tcp.mx.example.test. TLSA"), asked::toString);
        assertTrue(asked.contains("192.0.2.1 _tcp.mx.example.test. A"), asked::toString);
    }

    @Test
    void silent_resolvers_are_asked_once() throws Exception {
        seen(
                (resolver, key, _) ->
                        resolver.equals("a") ? SILENCE : key.equals(DS) ? SIGNER : NONE,
                "a",
                "b");
        assertEquals(1, asked.stream().filter(question -> question.startsWith("a ")).count());
    }

    @Test
    void where_all_are_silent_nothing_is_known() throws Exception {
        assertEquals(Map.of(), all((_, _, _) -> SILENCE, "a", "b"));
    }

    @Test
    void a_refusal_that_ends_without_validation_is_told_from_one_that_does_not() throws Exception {
        ZoneSecurity seen =
                seen(
                        (resolver, key, check) ->
                                key.equals(DS)
                                        ? SIGNER
                                        : resolver.equals("broken") || check ? SERVFAIL : NONE,
                        "validating",
                        "broken");
        assertEquals(
                Map.of("validating", Resolution.BOGUS, "broken", Resolution.FAILING),
                seen.resolvers());
    }
}
