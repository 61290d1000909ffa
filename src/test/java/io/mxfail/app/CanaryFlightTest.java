package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.CanaryFlight.Box;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.CanaryReport.Place;
import io.mxfail.port.MailSender;
import io.mxfail.port.MailboxSearch;
import io.mxfail.port.MailboxSearch.Look;
import io.mxfail.port.ProbeRequest;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A test message in several mailboxes' reach, where no site can be told to be the right one.
class CanaryFlightTest {
    private static final String WORD = "canary-1";

    private final Office office = Office.open().withDelivery();

    private static Box box(int host, String site) {
        var address = new InetSocketAddress("192.0.2." + host, 993);
        return new Box(
                new MailboxSearch.Mailbox(
                        List.of(address),
                        new MailboxSearch.Account("probe", "hush"),
                        new MailboxSearch.Trust(true, "imap.example.test", ""),
                        Duration.ofSeconds(5)),
                Optional.of(new Place("", Optional.of(site))));
    }

    /// A message that some host has taken.
    private CanaryFlight flight(List<Box> others) {
        office.sender =
                (_, _) ->
                        new MailSender.Sent(
                                MailSender.Fate.TAKEN,
                                "message",
                                new Reply(250, "", "queued"),
                                Verdict.ACCEPTED,
                                TlsResult.notTried(),
                                Duration.ZERO);
        var envelope = new MailSender.Envelope("ops.example.test", "", "probe@example.test");
        return new CanaryFlight(
                office.world(),
                new CanaryFlight.Task(
                        CanaryReport.Way.INBOUND,
                        WORD,
                        "ops@example.test",
                        envelope,
                        new CanaryFlight.Ends() {
                            @Override
                            public List<CanaryFlight.Host> hosts(String message) {
                                return List.of(
                                        new CanaryFlight.Host(
                                                "mx1.example.test",
                                                List.of(new InetSocketAddress("192.0.2.10", 25)),
                                                letter(envelope, message)));
                            }

                            @Override
                            public Box home() {
                                return box(30, "primary");
                            }

                            @Override
                            public List<Box> others() {
                                return others;
                            }
                        }));
    }

    private static MailSender.Letter letter(MailSender.Envelope envelope, String message) {
        return new MailSender.Letter(
                envelope,
                message,
                new ProbeRequest.Security(StartTls.WANTED, "mx1.example.test", ""),
                new MailSender.Access.Stranger(),
                ProbeRequest.Deadlines.of(Duration.ofSeconds(5)));
    }

    /// Mailboxes of which the first refuses its login for good.
    private void mailboxes(Look another) {
        office.mailboxes =
                (mailbox, _) ->
                        mailbox.targets().getFirst().getHostString().equals("192.0.2.30")
                                ? new Look.Unreadable("wrong password", false)
                                : another;
    }

    @Test
    void where_any_mailbox_counts_one_that_cannot_be_read_leaves_the_others() {
        mailboxes(new Look.Missing());
        CanaryFlight flight = flight(List.of(box(31, "backup"))).step();
        assertTrue(flight.isOpen());

        mailboxes(new Look.Found("Subject: " + WORD + "\n"));
        CanaryReport report = flight.step().report();
        assertEquals(Optional.of("backup"), report.place().orElseThrow().found());
        assertFalse(flight.isOpen());
    }

    @Test
    void where_none_can_be_read_there_is_nothing_to_wait_for() {
        mailboxes(new Look.Unreadable("wrong password", false));
        CanaryFlight flight = flight(List.of(box(31, "backup"))).step();
        assertFalse(flight.isOpen());
        assertEquals("the mailbox cannot be read: wrong password", flight.report().detail());
    }
}
