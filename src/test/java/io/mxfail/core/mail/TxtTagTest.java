package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

class TxtTagTest {
    @ParameterizedTest(name = "{0} \"{1}\": {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    example.test.                | v=spf1 -all              | v=spf1
                    example.test.                | V=SPF1                   | v=spf1
                    example.test.                | v=spf10                  | =v=spf10
                    example.test.                | site-verification=1      | =site-verification=1
                    _mta-sts.example.test.       | v=STSv1; id=1            | v=STSv1
                    _smtp._tls.example.test.     | v=TLSRPTv1;rua=mailto:x  | v=TLSRPTv1
                    _dmarc.example.test.         | v=DMARC1; p=none         | v=DMARC1
                    s1._domainkey.example.test.  | v=DKIM1; p=              | v=DKIM1
                    s1._domainkey.example.test.  | p=abc                    | v=DKIM1
                    S1._DomainKey.example.test.  | anything                 | v=DKIM1
                    example.test.                | v=DKIM1; p=abc           | v=DKIM1
                    """)
    void a_string_is_told_by_its_version_its_place_or_itself(String name, String text, String tag) {
        assertEquals(new TxtTag(tag), TxtTag.of(Name.fromConstantString(name), text));
    }
}
