package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.propagation.SignedZone;

import org.junit.jupiter.api.Test;

import java.util.List;

final class DaneUnsignedTest implements RuleCase {
    private static final String APEX =
            "backup.test. 3600 IN SOA ns.backup.test. admin.backup.test. 1 3600 900 604800 300\n";
    private static final String KEY = "backup.test. 3600 IN DNSKEY 257 3 13 AAAA\n";

    @Override
    public Rule rule() {
        return new DaneUnsigned();
    }

    @Override
    public Scene fine() {
        return wrong().world(KEY);
    }

    @Override
    public Scene wrong() {
        return Chains.scene(Chains.own(Chains.LIVE)).world(APEX);
    }

    @Test
    void it_names_the_host_once_for_all_domains() {
        Finding finding = only(wrong().domain("other.test."));
        assertTrue(
                finding.message()
                        .startsWith("the TLSA records of mx.backup.test (for 2 domains) stand"),
                finding.message());
    }

    @Test
    void nothing_is_said_where_nobody_tells_of_the_zone_or_no_records_are_there() {
        assertEquals(List.of(), rule().judge(Chains.scene(Chains.own(Chains.LIVE)).situation()));
        assertEquals(List.of(), rule().judge(wrong().silent("backup.test.").situation()));
        assertEquals(List.of(), rule().judge(Scene.well().world(APEX).situation()));
    }

    @Test
    void keys_that_the_parent_does_not_vouch_for_are_of_no_use() {
        var zone = new SignedZone("backup.test.", Scene.NOW);
        assertEquals(List.of(), rule().judge(fine().secured(zone).situation()));
        Finding finding = only(fine().secured(zone.parent(new DnsAnswer.NoData(300))));
        assertTrue(
                finding.message().contains("whose parent does not vouch for its keys"),
                finding.message());
    }
}
