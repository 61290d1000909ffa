package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CnameOccupiedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new CnameOccupied();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .records("primary", "smtp A 192.0.2.11")
                .records("backup", "smtp CNAME relay.backup.test.")
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "smtp.example.test. 60 IN A 192.0.2.11");
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .records("primary", "smtp A 192.0.2.11")
                .records("backup", "smtp CNAME relay.backup.test.")
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "smtp.example.test. 60 IN A 192.0.2.11\n"
                                + "smtp.example.test. 60 IN TXT \"note\"");
    }

    @Test
    void it_names_what_stands_in_the_way() {
        assertTrue(finding().message().contains("a CNAME beside TXT"));
        assertEquals("smtp.example.test.", finding().where().subject());
        assertTrue(!Blocking.acceptable(finding().id()));
    }

    @Test
    void an_alias_that_someone_put_where_an_address_goes_is_found() {
        Scene scene =
                Scene.well()
                        .records("backup", "relay TXT \"x\"")
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "relay.example.test. 60 IN CNAME www.example.net.");
        assertTrue(only(scene).message().contains("a CNAME beside TXT"));
    }
}
