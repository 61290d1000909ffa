package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Record texts that others have judged, judged here. Where the judgement differs the text is named
/// with the reason, so that nothing differs by chance.
class ForeignTablesTest {
    @Test
    void mta_sts_records() throws IOException {
        agree("mox/mta-sts-record", 18, text -> MtaStsRecord.parse(text).isPresent(), Set.of());
    }

    @Test
    void mta_sts_policies() throws IOException {
        agree(
                "mox/mta-sts-policy",
                24,
                text -> MtaStsPolicy.parse(text) instanceof MtaStsPolicy.Good,
                Set.of());
    }

    @Test
    void tls_reporting_records() throws IOException {
        agree(
                "mox/tls-rpt",
                20,
                text -> TlsReporting.parse(text).isPresent(),
                // records that do not begin with `v=TLSRPTv1;` are discarded (RFC 8460, section 3)
                Set.of("v=TLSRPTv1 ; rua=mailto:x@x.example; rua=mailto:y@x.example"));
    }

    @Test
    void dmarc_records() throws IOException {
        agree(
                "mox/dmarc",
                40,
                text -> DmarcPolicy.parse(text).isPresent(),
                Set.of(
                        // the order of tags after the version is free (RFC 9989, section 4.8)
                        "v=DMARC1; sp=reject; p=reject",
                        // a size limit behind an address is a thing of the past and harms nobody
                        "v=DMARC1; rua=mailto:dmarc-feedback@example.com!",
                        "v=DMARC1; rua=mailto:dmarc-feedback@example.com!10p",
                        "v=DMARC1; rua=mailto:dmarc-feedback@example.com!"
                                + "99999999999999999999999999999999999999999999999"));
    }

    @Test
    void dkim_keys() throws IOException {
        agree(
                "mox/dkim",
                12,
                text -> !(DkimKey.parse(text) instanceof DkimKey.Broken),
                // a blank behind the last semicolon does no harm to any verifier
                Set.of("v=DKIM1; p=; "));
    }

    @Test
    void spf_records() throws IOException {
        agree(
                "mox/spf",
                26,
                ForeignTablesTest::isSpf,
                // a domain has a dot (RFC 7208, section 7.1): `a:x` breaks the grammar
                Set.of(
                        "V=spf1 all Include:example.org a ?a -a +a ~a a:x a:x/0 a:x/24//64 a:x//64"
                                + " mx mx:x ptr ptr:x IP4:10.0.0.1 ip4:0.0.0.0/0 ip4:10.0.0.1/24"
                                + " ip6:2001:db8::1 ip6:2001:db8::1/128 exists:x REDIRECT=x exp=X"
                                + " Other=x"));
    }

    @Test
    void odd_spf_records() throws IOException {
        agree(
                "checkdmarc/spf",
                45,
                ForeignTablesTest::isSpf,
                // an unknown mechanism breaks a record, wherever it stands (RFC 7208, section 4.6)
                Set.of("v=spf1 -all exp=exp.example extra"));
    }

    @Test
    void odd_dmarc_records() throws IOException {
        agree(
                "checkdmarc/dmarc",
                38,
                text -> DmarcPolicy.parse(text).isPresent(),
                Set.of(
                        // an unknown policy counts as none where reports are asked for (RFC 9989,
                        // section 4.7)
                        "v=DMARC1; p=foo; rua=mailto:dmarc@example.com",
                        // receivers pass over an address of reports that is none, and over unknown
                        // values of other tags: the policy stands all the same
                        "v=DMARC1; p=none; rua=reports@dmarc.cyber.dhs.gov,"
                                + "mailto:dmarcreports@usdoj.gov",
                        "v=DMARC1; p=none; rua=__mailto:reports@dmarc.cyber.dhs.gov,"
                                + "mailto:dmarcreports@usdoj.gov",
                        "v=DMARC1; p=reject; fo=invalid_value",
                        "v=DMARC1; p=reject; fo=x",
                        "v=DMARC1; p=reject; psd=x",
                        "v=DMARC1; p=reject; t=x"));
    }

    @Test
    void odd_mta_sts_records() throws IOException {
        agree("checkdmarc/mta-sts-record", 4, t -> MtaStsRecord.parse(t).isPresent(), Set.of());
    }

    @Test
    void odd_mta_sts_policies() throws IOException {
        agree(
                "checkdmarc/mta-sts-policy",
                13,
                text -> MtaStsPolicy.parse(text) instanceof MtaStsPolicy.Good,
                // unknown fields are for extensions, and passed over; of a field that comes twice
                // the first counts (RFC 8461, section 3.2)
                Set.of(
                        "version: STSv1\r\nmode: enforce\r\nmode: testing\r\nmax_age: 86400\r\n"
                                + "mx: mail.example.com\r\n",
                        "version: STSv1\r\nmode: enforce\r\nmax_age: 86400\r\n"
                                + "mx: mail.example.com\r\nbadkey: badvalue\r\n"));
    }

    @Test
    void odd_tls_reporting_records() throws IOException {
        agree(
                "checkdmarc/tls-rpt",
                7,
                text -> TlsReporting.parse(text).isPresent(),
                // the grammar lets a field come twice (RFC 8460, section 3), and mox takes it, too
                Set.of("v=TLSRPTv1; rua=mailto:a@example.com; rua=mailto:b@example.com"));
    }

    private static boolean isSpf(String text) {
        try {
            if (SpfText.isSpf(text)) {
                SpfRecord.parse(text);
                return true;
            }
            return false;
        } catch (SpfSyntaxException _) {
            return false;
        }
    }

    private static void agree(
            String table, int atLeast, Predicate<String> valid, Set<String> different)
            throws IOException {
        var differs = new TreeSet<String>();
        int count = 0;
        for (String line : lines(table)) {
            boolean good = line.startsWith("good ");
            String text =
                    line.substring(good ? 5 : 4)
                            .replace("\\t", "\t")
                            .replace("\\r", "\r")
                            .replace("\\n", "\n");
            count++;
            if (valid.test(text) != good) {
                differs.add(text);
            }
        }
        assertTrue(count >= atLeast, table + " has " + count + " texts");
        assertEquals(new TreeSet<>(different), differs);
    }

    private static List<String> lines(String table) throws IOException {
        try (InputStream in =
                ForeignTablesTest.class.getResourceAsStream("/third-party/" + table + ".txt")) {
            return new ArrayList<>(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
    }
}
