package io.mxfail.adapter.smtp;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Extensions;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.port.ProbeRequest;
import io.mxfail.wire.tcp.Deadline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import javax.net.ssl.SSLSession;

/// How a connection to one address comes to the point where mail could be sent: greeting, `EHLO`,
/// and TLS where it is wanted and offered. Keeps what the host showed on the way.
final class Opening {
    private final ProbeRequest request;
    private final InetSocketAddress target;
    private final TlsClient tls;
    private final InstantSource clock;
    private final ProbeRequest.Deadlines limits;
    private final StepLog log;

    private Contact contact = Contact.CONNECTED;
    private TlsResult encryption = TlsResult.notTried();
    private Extensions extensions = Extensions.NONE;
    private boolean inTheClear;
    private int connections;

    /// The step that ended the connection, valid after [#open] gave none.
    private StepResult failure =
            new StepResult(Stage.CONNECT, false, Duration.ZERO, Reply.none(""));

    Opening(
            ProbeRequest request,
            InetSocketAddress target,
            TlsClient tls,
            InstantSource clock,
            StepLog log) {
        this.request = request;
        this.target = target;
        this.tls = tls;
        this.clock = clock;
        this.limits = request.deadlines();
        this.log = log;
        this.inTheClear = request.security().startTls() == StartTls.OFF;
    }

    /// What became of the first attempt to connect.
    Contact contact() {
        return contact;
    }

    TlsResult encryption() {
        return encryption;
    }

    /// What the host offered last.
    Extensions extensions() {
        return extensions;
    }

    /// How many connections were tried.
    int connections() {
        return connections;
    }

    /// The step that ended the conversation, or why it was not begun.
    StepResult failure() {
        return failure;
    }

    /// Goes on without encryption, as senders do whom it is welcome but not a duty.
    ///
    /// @return whether that is worth a try: the handshake failed, and was not given up before
    boolean goesOnInTheClear() {
        boolean worth = failure.stage() == Stage.TLS && !inTheClear;
        inTheClear |= worth;
        return worth;
    }

    /// Brings a connection to the point where mail could be sent.
    Optional<SmtpConnection> open(Deadline total) {
        Deadline session = total.orIn(limits.session());
        log.overtime(false);
        long start = System.nanoTime();
        SmtpConnection connection;
        try {
            connection = SmtpConnection.open(target, limits.step(), session);
        } catch (IOException e) {
            Contact found = Contacts.of(e, target);
            if (connections++ == 0) {
                contact = found;
            }
            failure = log.note(Stage.CONNECT, false, start, Reply.none(words(found, e, total)));
            return Optional.empty();
        }
        connections++;
        log.note(Stage.CONNECT, true, start, Reply.none(""));
        if (greet(connection)) {
            return Optional.of(connection);
        }
        log.overtime(connection.left().isZero());
        connection.close();
        return Optional.empty();
    }

    private boolean greet(SmtpConnection connection) {
        StepResult greeting =
                log.timed(Stage.GREETING, () -> connection.greeting(limits.greeting()).reply());
        if (!greeting.ok()) {
            return fail(greeting);
        }
        long start = System.nanoTime();
        RawReply ehlo = connection.say(hello("EHLO"), limits.step());
        StepResult hello = log.note(Stage.EHLO, ehlo.reply().isPositive(), start, ehlo.reply());
        offered(ehlo);
        if (ehlo.reply().isPermanent()) {
            hello = log.step(Stage.HELO, connection, hello("HELO"), limits.step());
        }
        if (!hello.ok()) {
            return fail(hello);
        }
        return inTheClear || encrypt(connection, ehlo);
    }

    private boolean encrypt(SmtpConnection connection, RawReply ehlo) {
        if (!ehlo.reply().isPositive() || !ehlo.offers("STARTTLS")) {
            encryption = TlsResult.without(TlsResult.Status.NOT_OFFERED, "STARTTLS is not offered");
            return true;
        }
        StepResult agreed = log.step(Stage.STARTTLS, connection, "STARTTLS", limits.step());
        if (!agreed.ok()) {
            encryption = TlsResult.without(TlsResult.Status.REFUSED, agreed.reply().toString());
            // After a refusal the conversation goes on in the clear; after silence it does not.
            return StepLog.leavesOpen(agreed.reply()) || fail(agreed);
        }
        long start = System.nanoTime();
        try {
            SSLSession session = connection.encrypt(tls, limits.step());
            TlsSession found = tls.examine(session, clock.instant());
            log.note(Stage.TLS, true, start, Reply.none(found.protocol()));
            encryption = TlsResult.established(found);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            encryption = TlsClient.failure(why);
            return fail(log.note(Stage.TLS, false, start, Reply.none(why)));
        }
        return helloAgain(connection);
    }

    private boolean helloAgain(SmtpConnection connection) {
        long start = System.nanoTime();
        RawReply ehlo = connection.say(hello("EHLO"), limits.step());
        log.overtime(connection.left().isZero());
        offered(ehlo);
        StepResult again = log.note(Stage.EHLO_TLS, ehlo.reply().isPositive(), start, ehlo.reply());
        return again.ok() || fail(again);
    }

    /// What holds is the last offer: that under encryption where there is some.
    private void offered(RawReply ehlo) {
        if (ehlo.reply().isPositive()) {
            extensions = new Extensions(ehlo.lines().stream().skip(1).toList());
        }
    }

    private String hello(String verb) {
        return verb + " " + request.identity().helo();
    }

    /// The conversation ended with this step.
    boolean fail(StepResult step) {
        failure = step;
        return false;
    }

    private String words(Contact found, IOException e, Deadline total) {
        return switch (found) {
            case REFUSED -> "refused the connection";
            case TIMED_OUT -> "no connection within " + total.orIn(limits.step());
            case UNREACHABLE -> "cannot be reached: " + e.getMessage();
            case NO_ROUTE_HERE ->
                    "this machine has no route to " + AddressText.of(target.getAddress());
            case FAILED_HERE -> "this machine could not connect: " + e.getMessage();
            case CONNECTED -> "connected";
        };
    }
}
