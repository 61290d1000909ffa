package io.mxfail.lab.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Public cases of dynamic updates, sent by real nsupdate to the embedded server and to BIND: both
/// answer alike and are left with the same zone, message by message, but for what is listed here.
@NeedsServer(Server.BIND)
class DynamicUpdateCasesTest {
    private static final Key KEY = Key.random("cases-key");
    private static final String TEXT =
            """
            $TTL 3600
            @      SOA ns1 hostmaster 7 28800 7200 604800 86400
            @      NS  ns1
            @      NS  ns2
            @      MX  10 host-1
            @      MX  20 host-2
            ns1    A   192.0.2.1
            ns2    A   192.0.2.2
            cname1 CNAME host-1
            cname2 CNAME host-2
            txt    TXT "some text"
            host-1 A   192.0.2.101
            host-2 A   192.0.2.102
            host-3 A   192.0.2.103
            multi  A   127.0.0.1
            multi  A   127.0.0.2
            multi  A   127.0.0.3
            replace A  127.0.0.1
            delete-add A 127.0.0.108
            delete-add TXT "beside the address"
            ttl    A   127.0.0.1
            *.wild A   192.0.2.255
            a.host A   192.0.2.11
            e.host A   192.0.2.12
            sub    NS  ns1
            sub    NS  ns2
            xautosplit TXT "%s" "%s"
            """
                    .formatted("a".repeat(255), "b".repeat(60));

    /// BIND notes how far its work at a chain of NSEC3 is in a record of a private type, which it
    /// serves too.
    private static final String SIGNING =
            "here [], there [example.test.\t\t0\tIN\tTYPE65534\t\\# 8 0001A1000A02DCBE]";

    /// Where the two differ, by case.
    private static final Map<String, String> DIFFERENT =
            Map.of("update-nsec3params", SIGNING, "update-nsec3params-with-others", SIGNING);

    @Test
    void the_lab_answers_every_public_case_as_bind_does() throws IOException {
        try (var bind =
                        Bind.primary(
                                Zone.of(
                                        "example.test",
                                        "$ORIGIN example.test.\n" + TEXT,
                                        Grant.wholeZone(KEY)));
                var lab =
                        AuthoritativeServer.start(
                                List.of(ZoneVersion.parse("example.test.", TEXT)),
                                List.of(
                                        UpdateKey.of(
                                                KEY.name() + ".",
                                                KEY.algorithm(),
                                                KEY.secret())))) {
            InetSocketAddress there = bind.address();
            InetSocketAddress here = lab.address(0);
            var differs = new TreeMap<String, String>();
            int messages = 0;
            for (Map.Entry<String, List<String[]>> one : cases().entrySet()) {
                for (String[] lines : one.getValue()) {
                    messages++;
                    String theirs = Nsupdate.signed(there, KEY).outcome("example.test", lines);
                    String ours = Nsupdate.signed(here, KEY).outcome("example.test", lines);
                    if (!theirs.equals(ours)) {
                        differs.put(one.getKey(), ours + " instead of " + theirs);
                    }
                }
                if (!Ask.zone(there, "example.test").equals(Ask.zone(here, "example.test"))) {
                    differs.merge(
                            one.getKey(),
                            difference(
                                    Ask.zone(there, "example.test"),
                                    Ask.zone(here, "example.test")),
                            (a, b) -> a + ", " + b);
                }
            }
            assertEquals(new TreeMap<>(DIFFERENT), differs);
            assertTrue(messages > 70, "only " + messages + " messages");
        }
    }

    private static String difference(List<String> theirs, List<String> ours) {
        var here = new ArrayList<>(ours);
        here.removeAll(theirs);
        var there = new ArrayList<>(theirs);
        there.removeAll(ours);
        return "here " + here + ", there " + there;
    }

    private static Map<String, List<String[]>> cases() throws IOException {
        var cases = new LinkedHashMap<String, List<String[]>>();
        try (InputStream in =
                DynamicUpdateCasesTest.class.getResourceAsStream("/lab/dynamic-updates.txt")) {
            List<String[]> messages = List.of();
            var lines = new ArrayList<String>();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith("case ")) {
                    messages = new ArrayList<>();
                    cases.put(line.substring("case ".length()), messages);
                } else if (line.equals("send")) {
                    messages.add(lines.toArray(String[]::new));
                    lines.clear();
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line);
                }
            }
        }
        return cases;
    }
}
