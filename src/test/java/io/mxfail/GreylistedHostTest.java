package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.MailFault;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;

/// A backup that puts off strangers, as `check` and `switch` meet it.
final class GreylistedHostTest extends CompanyAtLab {
    @Test
    void it_is_ready_once_it_was_asked_again_after_its_delay() throws IOException {
        company.backup.fault(MailFault.GREYLISTS);
        Company.Ran blocked =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--reason", "x");
        assertEquals(3, blocked.exit(), blocked.out() + blocked.err());
        assertTrue(blocked.out().contains("TARGET-UNKNOWN"), blocked.out() + blocked.err());

        Path file = company.folder.resolve("check.json");
        Company.Ran waited =
                company.mxfail(
                        "check", "--site", "backup", "--wait", "1m", "--save", file.toString());
        assertTrue(waited.out().contains("READY"), waited.out());
        assertFalse(waited.out().contains("GREYLISTED"), waited.out());
        Company.Ran again = company.mxfail("check", "--replay", file.toString(), "-q");
        assertTrue(again.out().contains("READY"), again.out());

        // the host remembers who came: from now on nobody has to wait
        Company.Ran switched =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--reason", "x");
        assertEquals(0, switched.exit(), switched.out() + switched.err());
    }

    @Test
    void a_saved_check_does_not_wait() throws IOException {
        Company.Ran refused = company.mxfail("check", "--replay", "x.json", "--wait", "1m");
        assertEquals(3, refused.exit());
        assertTrue(refused.err().contains("and --wait"), refused.err());
    }
}
