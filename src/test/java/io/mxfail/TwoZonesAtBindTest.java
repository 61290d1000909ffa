package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.List;

/// Two zones of one run that need each other, of which one refuses its update: BIND answers REFUSED
/// for a zone that its operator has frozen.
@NeedsServer(Server.BIND)
class TwoZonesAtBindTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    private Bind server;
    private Company company;
    private Onlooker onlooker;
    private List<List<String>> origin;

    @BeforeEach
    void open() throws IOException {
        server = Bind.primary(TwoZones.acme(KEY), TwoZones.shop(KEY));
        company = new Company(server.address(), KEY);
        company.profile(
                Company.at(server.address()),
                KEY.name(),
                KEY.algorithm(),
                new Company.Shape(TwoZones.DOMAINS, TwoZones.SITES, List.of(server.address())));
        origin = served();
        onlooker = Onlooker.at(server.address(), "acme.test", "shop.test");
    }

    @AfterEach
    void shut() throws IOException {
        onlooker.close();
        company.close();
        server.close();
    }

    @Test
    void an_mx_stays_where_the_zone_of_its_new_address_refuses_and_a_resume_moves_it() {
        server.rndc("freeze", "acme.test");

        Company.Ran there = company.mxfail(SWITCH);

        assertEquals(4, there.exit(), there.out() + there.err());
        assertTrue(
                there.out()
                        .contains("the address of its new MX could not be published in acme.test."),
                there.out());
        assertEquals(List.of("10 mx.primary.acme.test."), mx("acme.test."));
        assertEquals(List.of("10 mx.primary.acme.test."), mx("shop.test."));

        server.rndc("thaw", "acme.test");
        succeeds(company.mxfail("resume", "--yes", "--wait", "20s"));

        assertEquals(List.of("10 mx.backup.acme.test."), mx("acme.test."));
        assertEquals(List.of("10 mx.backup.acme.test."), mx("shop.test."));
        onlooker.assertNeverWrong();
    }

    @Test
    void an_address_stays_where_the_mx_that_names_it_cannot_be_undone_and_a_resume_removes_it() {
        succeeds(company.mxfail(SWITCH));
        server.rndc("freeze", "shop.test");

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");

        assertEquals(4, back.exit(), back.out() + back.err());
        assertTrue(
                back.out()
                        .contains(
                                "addresses were left in place, since mail of shop.test. still goes"
                                        + " there"),
                back.out());
        assertEquals(List.of("10 mx.primary.acme.test."), mx("acme.test."));
        assertEquals(List.of("10 mx.backup.acme.test."), mx("shop.test."));
        assertEquals(
                List.of("127.0.0.1"), Ask.data(server.address(), "mx.backup.acme.test.", Type.A));

        server.rndc("thaw", "shop.test");
        succeeds(company.mxfail("resume", "--yes", "--wait", "20s"));

        assertEquals(origin, served());
        onlooker.assertNeverWrong();
    }

    private List<String> mx(String domain) {
        return Ask.data(server.address(), domain, Type.MX);
    }

    private List<List<String>> served() {
        return List.of(
                Ask.zone(server.address(), "acme.test"), Ask.zone(server.address(), "shop.test"));
    }

    private static void succeeds(Company.Ran ran) {
        assertEquals(0, ran.exit(), () -> ran.out() + ran.err());
    }
}
