package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfVoidTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfVoid();
    }

    @Override
    public Scene fine() {
        return with("a:gone.example.net exists:gone.example.net");
    }

    @Override
    public Scene wrong() {
        return with("a:gone.example.net mx:gone.example.net exists:gone.example.net");
    }

    private static Scene with(String terms) {
        return Scene.well()
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 "
                                + terms
                                + " ~all\"");
    }

    /// What does not exist is asked for before any sender is let in.
    static Scene first() {
        return Scene.well()
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "example.test. 60 IN TXT \"v=spf1 a:gone.example.net"
                                + " mx:gone.example.net exists:gone.example.net"
                                + " ip4:192.0.2.0/28 ~all\"");
    }

    @Test
    void the_questions_and_the_terms_are_named() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .contains(
                                "asks for 3 records that do not exist, many receivers put up with"
                                        + " 2: gone.example.net A, gone.example.net MX"));
        assertTrue(finding().fix().contains("in the place of `a:gone.example.net`, `mx:gone"));
    }

    @Test
    void what_an_include_asks_for_counts() {
        Scene scene =
                with("a:gone.example.net exists:gone.example.net include:part.example.net")
                        .world("part.example.net. 60 IN TXT \"v=spf1 a:lost.example.net -all\"\n");
        assertTrue(only(scene).message().contains("lost.example.net A"));
    }

    @Test
    void hosts_without_ipv6_matter_where_the_record_lets_ipv6_in() {
        String hosts =
                "many.example.net. 60 IN MX 10 h1.example.net.\n"
                        + "many.example.net. 60 IN MX 10 h2.example.net.\n"
                        + "many.example.net. 60 IN MX 10 h3.example.net.\n"
                        + "h1.example.net. 60 IN A 192.0.2.51\n"
                        + "h2.example.net. 60 IN A 192.0.2.52\n"
                        + "h3.example.net. 60 IN A 192.0.2.53\n";
        assertEquals(
                List.of(),
                rule().judge(with("mx:many.example.net").world(hosts).situation()),
                "nobody sends by IPv6");
        Scene both = with("mx:many.example.net ip6:2001:db8::/64").world(hosts);
        assertTrue(only(both).message().contains("h1.example.net AAAA"));
        assertFalse(only(both).message().contains("h1.example.net A,"));
    }

    @Test
    void a_macro_and_a_silent_server_are_no_answers_without_records() {
        Scene scene =
                with("a:%{i}.example.net exists:%{l}.x.test a:gone.example.net a:mute.example.net")
                        .silent("mute.example.net.");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
