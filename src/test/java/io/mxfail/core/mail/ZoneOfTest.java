package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// With how many questions the zone of a host is found.
class ZoneOfTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Name HOST = Name.fromConstantString("mx.far.below.example.test.");

    private final List<RecordKey> asked = new ArrayList<>();

    private Optional<Name> zone(Function<RecordKey, DnsAnswer> answers) {
        return new MailDns(
                        key -> {
                            asked.add(key);
                            return answers.apply(key);
                        })
                .zoneOf(HOST);
    }

    private static DnsAnswer apex(RecordKey key) {
        return key.name().equals(ZONE) && key.type() == Type.SOA
                ? new DnsAnswer.Found(
                        RecordSet.parse(
                                key, 300, List.of("ns1.test. h.test. 1 3600 900 604800 300")),
                        false)
                : new DnsAnswer.NxDomain(300);
    }

    @Test
    void one_question_where_the_server_says_of_which_zone_it_speaks() {
        assertEquals(Optional.of(ZONE), zone(_ -> new DnsAnswer.NxDomain(300, Optional.of(ZONE))));
        assertEquals(1, asked.size());
    }

    @Test
    void a_type_that_is_missing_says_so_too() {
        assertEquals(Optional.of(ZONE), zone(_ -> new DnsAnswer.NoData(300, Optional.of(ZONE))));
        assertEquals(1, asked.size());
    }

    @Test
    void the_names_above_are_asked_where_it_does_not_say() {
        assertEquals(Optional.of(ZONE), zone(ZoneOfTest::apex));
        assertEquals(4, asked.size());
    }

    @Test
    void that_the_root_speaks_is_no_zone() {
        assertEquals(
                Optional.empty(), zone(_ -> new DnsAnswer.NxDomain(300, Optional.of(Name.root))));
    }
}
