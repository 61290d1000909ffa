package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;

/// Whose policy holds, by the walk up the tree (RFC 9989, section 4.10).
final class DmarcDiscoveryTest {
    private static final Name AUTHOR = Name.fromConstantString("mail.eu.example.test.");

    private static MailDns dns(Map<String, String> records) {
        return new MailDns(
                key -> {
                    String tags = records.get(key.name().toString(true));
                    if (key.type() != Type.TXT || tags == null) {
                        return new DnsAnswer.NxDomain(60);
                    }
                    return new DnsAnswer.Found(
                            RecordSet.parse(
                                    new RecordKey(key.name(), Type.TXT),
                                    60,
                                    List.of("\"v=DMARC1; p=reject" + tags + "\"")),
                            false);
                });
    }

    private static String owner(Map<String, String> records) {
        return dns(records).dmarc(AUTHOR).owner().toString(true);
    }

    private static String organisation(Map<String, String> records) {
        return dns(records).organisation(AUTHOR).toString(true);
    }

    @Test
    void the_authors_own_record_comes_first() {
        assertEquals(
                "mail.eu.example.test",
                owner(Map.of("_dmarc.mail.eu.example.test", "", "_dmarc.example.test", "")));
    }

    @Test
    void of_several_parents_the_one_with_the_fewest_labels_is_the_organisation() {
        var records = Map.of("_dmarc.eu.example.test", "", "_dmarc.example.test", "");
        assertEquals("example.test", owner(records));
        assertEquals("example.test", organisation(records));
    }

    @Test
    void a_parent_that_says_it_is_no_suffix_ends_the_walk() {
        var records = Map.of("_dmarc.eu.example.test", "; psd=n", "_dmarc.example.test", "");
        assertEquals("eu.example.test", owner(records));
        assertEquals("eu.example.test", organisation(records));
    }

    @Test
    void a_suffix_has_organisations_one_label_below_it() {
        var records = Map.of("_dmarc.example.test", "; psd=y");
        assertEquals("example.test", owner(records));
        assertEquals("eu.example.test", organisation(records));
    }

    @Test
    void the_record_below_a_suffix_comes_before_that_of_the_suffix() {
        assertEquals(
                "eu.example.test",
                owner(Map.of("_dmarc.eu.example.test", "", "_dmarc.example.test", "; psd=y")));
    }

    @Test
    void without_any_record_a_name_is_its_own_organisation() {
        assertEquals("mail.eu.example.test", owner(Map.of()));
        assertEquals("mail.eu.example.test", organisation(Map.of()));
    }
}
