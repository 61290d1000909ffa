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
        agree("mta-sts-record", 18, text -> MtaStsRecord.parse(text).isPresent(), Set.of());
    }

    @Test
    void mta_sts_policies() throws IOException {
        agree(
                "mta-sts-policy",
                24,
                text -> MtaStsPolicy.parse(text) instanceof MtaStsPolicy.Good,
                Set.of());
    }

    @Test
    void tls_reporting_records() throws IOException {
        agree(
                "tls-rpt",
                20,
                text -> TlsReporting.parse(text).isPresent(),
                // records that do not begin with `v=TLSRPTv1;` are discarded (RFC 8460, section 3)
                Set.of("v=TLSRPTv1 ; rua=mailto:x@x.example; rua=mailto:y@x.example"));
    }

    @Test
    void dmarc_records() throws IOException {
        agree(
                "dmarc",
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
                "dkim",
                12,
                text -> !(DkimKey.parse(text) instanceof DkimKey.Broken),
                // a blank behind the last semicolon does no harm to any verifier
                Set.of("v=DKIM1; p=; "));
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
                ForeignTablesTest.class.getResourceAsStream("/third-party/mox/" + table + ".txt")) {
            return new ArrayList<>(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
    }
}
