package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.real.Dkim.Verdict;
import io.mxfail.real.Milter.Field;
import io.mxfail.real.Milter.Mail;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// That what judges test messages knows a signature when it sees one.
class DkimTest {
    private static final List<Field> HEADER =
            List.of(
                    new Field("From", "Joe SixPack <joe@football.example.com>"),
                    new Field("To", "Suzie Q <suzie@shopping.example.net>"),
                    new Field("Subject", "Is dinner ready?"),
                    new Field("Date", "Fri, 11 Jul 2003 21:00:37 -0700 (PDT)"),
                    new Field("Message-ID", "<20030712040037.46341.5F8J@football.example.com>"));
    private static final String BODY =
            "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n\r\n";

    /// RFC 8463, appendix A.3.
    private static final Field SIGNED =
            new Field(
                    "DKIM-Signature",
                    """
                    v=1; a=rsa-sha256; c=relaxed/relaxed;
                     d=football.example.com; i=@football.example.com;
                     q=dns/txt; s=test; t=1528637909; h=from : to : subject :
                     date : message-id : from : subject : date;
                     bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
                     b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
                     DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
                     dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\
                    """);

    private static final String KEY =
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08"
                + "a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6"
                + "lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    private static Mail mail(List<Field> header, String body) {
        return new Mail("192.0.2.1", "joe@football.example.com", header, body);
    }

    private static List<Field> with(Field first) {
        var header = new ArrayList<>(HEADER);
        header.addFirst(first);
        return header;
    }

    private static List<String> key(String name) {
        return name.equals("test._domainkey.football.example.com") ? List.of(KEY) : List.of();
    }

    private static String result(List<Field> header, String body) {
        return Dkim.of(mail(header, body), DkimTest::key).result();
    }

    @Test
    void the_signature_of_rfc_8463_holds_and_nothing_else_does() {
        assertEquals(
                new Verdict("pass", "football.example.com"),
                Dkim.of(mail(with(SIGNED), BODY), DkimTest::key));
        assertEquals("fail", result(with(SIGNED), BODY.replace("lost", "won")));
        var twice = with(SIGNED);
        twice.add(new Field("Subject", "Is dinner cold?"));
        assertEquals("fail", result(twice, BODY));
        assertEquals("none", result(HEADER, BODY));
    }

    @Test
    void what_it_signs_it_finds_right_and_what_was_changed_it_does_not() {
        Dkim signer = Dkim.create("acme.test", "s1");
        List<Field> signed = with(signer.sign(mail(HEADER, BODY)).getFirst());
        String text = String.join("", signer.record().replaceAll("\" \"|^\"|\"$", ""));
        assertEquals(
                new Verdict("pass", "acme.test"), Dkim.of(mail(signed, BODY), _ -> List.of(text)));
        assertEquals("fail", Dkim.of(mail(signed, "else\r\n"), _ -> List.of(text)).result());
        assertEquals("permerror", Dkim.of(mail(signed, BODY), _ -> List.of()).result());
    }
}
