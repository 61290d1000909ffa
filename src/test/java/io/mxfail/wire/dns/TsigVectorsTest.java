package io.mxfail.wire.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;

/// Signatures that another program made, with the same keys and at the same second: from the tests
/// of github.com/miekg/dns (`third-party/miekg-dns/SOURCE.md`).
class TsigVectorsTest {
    private static final long SIGNED = 1594855491L;
    private static final String SECRET = "NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk=";
    private static final String UPDATE =
            "c60028000001000000010001076578616d706c6503636f6d0000060001"
                    + "0161c00c0001000100000e100004c0000201"
                    + "07746573746b65790000fa00ff00000000003d"
                    + "0b686d61632d73686132353600%012x012c0020"
                    + "8cf23e0081d915478a182edcea7ff48ad102948e6c7ef8e887536957d1fa5616"
                    + "c60000000000";

    private static TSIG at(long second, String algorithm, String secret) {
        Instant now = Instant.ofEpochSecond(second);
        return DnsKey.parse("testkey", algorithm, secret).tsig(Clock.fixed(now, ZoneOffset.UTC));
    }

    private static int verified(byte[] wire, long second) throws IOException {
        return at(second, "hmac-sha256", SECRET).verify(new Message(wire), wire, null);
    }

    private static byte[] update(long signed) {
        return HexFormat.of().parseHex(UPDATE.formatted(signed));
    }

    @ParameterizedTest
    @CsvSource({"0, NOERROR", "300, NOERROR", "301, BADTIME", "-301, BADTIME"})
    void a_signature_of_another_program_holds_for_five_minutes(long later, String wanted)
            throws IOException {
        assertEquals(wanted, Rcode.TSIGstring(verified(update(SIGNED), SIGNED + later)));
    }

    @Test
    void what_is_not_signed_so_is_no_matter_of_time() throws IOException {
        assertEquals(Rcode.BADSIG, verified(update(SIGNED + 301), SIGNED));
    }

    @Test
    void another_algorithm_is_another_key() throws IOException {
        byte[] wire = update(SIGNED);
        System.arraycopy(
                "bogus".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, wire, 67, 5);
        assertEquals(Rcode.BADKEY, verified(wire, SIGNED));
    }

    @Test
    void what_is_not_signed_at_all_is_not_verified() throws IOException {
        Message bare = new Message(update(SIGNED));
        bare.removeRecord(bare.getTSIG(), Section.ADDITIONAL);
        assertEquals(Rcode.FORMERR, verified(bare.toWire(), SIGNED));
    }

    @ParameterizedTest
    @CsvSource({
        "hmac-sha224, hVEkQuAqnTmBuRrT9KF1Udr91gOMGWPw9LaTtw==,"
                + " d6daf9ea189e48bc38f9aed63d6cc4140cdfa38a7a333ee2eefdbd31",
        "hmac-sha384, Qjer2TL2lAdpq9w6Gjs98/ClCQx/L3vtgVHCmrZ8l/oKEPjqUUMFO18gMCRwd5H4,"
            + " 89a48936d29187870c325cbdba5ad71609bd038d0459d6010c844d659c570e881d3650e4fe7310be53ebe5178d0d1001"
    })
    void a_message_is_signed_as_by_another_program(String algorithm, String secret, String mac) {
        Message message = new Message(42);
        message.getHeader().setOpcode(Opcode.UPDATE);
        message.addRecord(
                Record.newRecord(Name.fromConstantString("example.com."), Type.SOA, DClass.IN),
                Section.ZONE);
        assertEquals(
                mac,
                HexFormat.of()
                        .formatHex(
                                at(SIGNED, algorithm, secret)
                                        .generate(message, message.toWire(), Rcode.NOERROR, null)
                                        .getSignature()));
    }
}
