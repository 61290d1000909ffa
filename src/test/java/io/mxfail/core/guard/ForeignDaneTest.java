package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.lab.mail.LabAuthority;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What comes of TLSA records and chains, as mox has it, and where mxfail says otherwise.
class ForeignDaneTest {
    private static final Instant NOW = Instant.now();
    private static final LabAuthority AUTHORITY = LabAuthority.create(NOW);
    private static final Name HOST = Name.fromConstantString("mx.example.test.");

    static List<String> rows() {
        try (InputStream in =
                ForeignDaneTest.class.getResourceAsStream("/third-party/mox/dane.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_table_is_whole() {
        assertEquals(19, rows().size());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void it_comes_to_the_same(String row) throws GeneralSecurityException {
        String[] part = row.split("\\|", -1);
        TlsSession session = session(part[1].strip());
        String outcome = part[2].strip();
        assertEquals(
                outcome.startsWith("differs:") ? "mismatch" : outcome,
                outcome(records(part[0].strip(), session), session));
    }

    private static String outcome(List<String> records, TlsSession session) {
        RecordKey key = new RecordKey(MailDns.tlsaName(HOST).orElseThrow(), Type.TLSA);
        var dns =
                new MailDns(
                        asked ->
                                asked.equals(key) && !records.isEmpty()
                                        ? new DnsAnswer.Found(
                                                RecordSet.parse(key, 300, records), false)
                                        : new DnsAnswer.NoData(300));
        return switch (dns.tlsa(HOST)) {
            case Published.Valid<List<Tlsa>>(List<Tlsa> demands) ->
                    demands.stream().anyMatch(demand -> DaneMatch.meets(session, demand))
                            ? "meets"
                            : "mismatch";
            default -> "none";
        };
    }

    private static TlsSession session(String chain) throws GeneralSecurityException {
        var shown = new ArrayList<X509Certificate>();
        boolean expired = chain.contains("leaf-expired");
        boolean other = chain.contains("leaf-of-another-name");
        X509Certificate leaf =
                AUTHORITY
                        .issue(
                                other ? "other.example.test" : "mx.example.test",
                                Duration.ofDays(expired ? -1 : 9))
                        .chain()
                        .getFirst();
        shown.add(leaf);
        if (chain.endsWith(" ta")) {
            shown.add(AUTHORITY.certificate());
        }
        return new TlsSession("TLSv1.3", "any", certificate(leaf, expired), !other, true, shown);
    }

    private static PeerCertificate certificate(X509Certificate leaf, boolean expired) {
        return new PeerCertificate(
                leaf.getSubjectX500Principal().getName(),
                List.of(),
                new PeerCertificate.Validity(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()),
                !expired,
                leaf.getIssuerX500Principal().getName(),
                Tlsa.forCertificate(3, 1, 1, leaf).data());
    }

    private static List<String> records(String text, TlsSession session) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(", ")).map(record -> record(record, session)).toList();
    }

    private static String record(String text, TlsSession session) {
        String[] part = text.split(" ");
        int selector = Integer.parseInt(part[1]);
        int matching = Integer.parseInt(part[2]);
        X509Certificate of =
                part[3].equals("ta") || part[3].equals("cut")
                        ? AUTHORITY.certificate()
                        : session.chain().getFirst();
        String data = Tlsa.forCertificate(3, selector, matching, of).data();
        return part[0]
                + " "
                + selector
                + " "
                + matching
                + " "
                + switch (part[3]) {
                    case "zero" -> "0".repeat(data.length());
                    case "short" -> data.substring(0, 32);
                    case "cut" -> data.substring(2);
                    default -> data;
                };
    }
}
