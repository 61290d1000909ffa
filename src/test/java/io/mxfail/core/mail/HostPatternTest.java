package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

final class HostPatternTest {
    @ParameterizedTest
    @CsvSource({
        "pm.mtasv.net, pm.mtasv.net., true",
        "pm.mtasv.net, PM.MTASV.NET., true",
        "pm.mtasv.net, x.pm.mtasv.net., false",
        "*.sendgrid.net, u1.wl2.sendgrid.net., true",
        "*.sendgrid.net, sendgrid.net., false",
        "*.sendgrid.net, evilsendgrid.net., false",
        "feedback-smtp.*.amazonses.com, feedback-smtp.eu-west-1.amazonses.com., true",
        "feedback-smtp.*.amazonses.com, feedback-smtp.a.b.amazonses.com., false",
        "*._domainkey.dkim1.*send.com, s1._domainkey.dkim1.ccsend.com., true",
        "*._domainkey.dkim1.*send.com, s1._domainkey.dkim1.cc.send.com., false",
        "*._domainkey.dkim1.*send.com, s1._domainkey.dkim1.send.com., true",
        "a*b*c.example, axbxbc.example., true",
        "a*b*c.example, ac.example., false",
        "pm.mtasv.net, ., false",
    })
    void a_star_stands_for_labels_in_front_and_for_text_within_a_label_elsewhere(
            String pattern, String name, boolean matches) {
        assertEquals(
                matches, new HostPattern(pattern).matches(Name.fromConstantString(name)), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "com", "*", "*.*", "A.example", "a.example.", "a b.example"})
    void what_is_no_host_name_is_refused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new HostPattern(pattern));
    }
}
