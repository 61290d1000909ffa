package io.mxfail.adapter.smtp;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Authentication.Status;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.port.SubmissionProbe;
import io.mxfail.wire.tcp.Deadline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSession;

/// All that is said to one address of a submission relay: greeting, `EHLO`, encryption, `AUTH`,
/// `QUIT`. There is never a `MAIL`.
///
/// A bad certificate does not end the conversation, so that the rest can be looked at, but it
/// keeps the credentials here.
final class SubmissionConversation {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SubmissionProbe.Request request;
    private final InetSocketAddress target;
    private final TlsClient tls;
    private final InstantSource clock;
    private final List<StepResult> steps = new ArrayList<>();
    private Contact contact = Contact.CONNECTED;
    private TlsResult encryption = TlsResult.notTried();
    private Authentication authentication;

    SubmissionConversation(
            SubmissionProbe.Request request,
            InetSocketAddress target,
            TlsClient tls,
            InstantSource clock) {
        this.request = request;
        this.target = target;
        this.tls = tls;
        this.clock = clock;
        this.authentication =
                request.credentials().isPresent()
                        ? Authentication.of(Status.NOT_REACHED, "the conversation ended before")
                        : Authentication.of(Status.NOT_WANTED, "no credentials");
    }

    RelayAddress run() {
        long start = System.nanoTime();
        try (SmtpConnection connection =
                SmtpConnection.open(
                        target,
                        request.deadlines().step(),
                        Deadline.in(request.deadlines().session()))) {
            note(Stage.CONNECT, true, start, Reply.none(""));
            talk(connection);
        } catch (IOException e) {
            contact = Contacts.of(e, target);
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            note(Stage.CONNECT, false, start, Reply.none(why));
        }
        return new RelayAddress(
                new ServerAddress(AddressText.of(target.getAddress()), target.getPort()),
                contact,
                steps,
                encryption,
                authentication);
    }

    private void talk(SmtpConnection connection) {
        if (request.implicitTls() && !encrypt(connection)) {
            return;
        }
        long start = System.nanoTime();
        Reply greeting = connection.greeting(request.deadlines().greeting()).reply();
        if (!note(Stage.GREETING, greeting.isPositive(), start, greeting)) {
            return;
        }
        RawReply ehlo = say(Stage.EHLO, connection, hello());
        if (!ehlo.reply().isPositive()) {
            return;
        }
        if (!request.implicitTls()) {
            if (!startTls(connection, ehlo)) {
                quit(connection);
                return;
            }
            ehlo = say(Stage.EHLO_TLS, connection, hello());
            if (!ehlo.reply().isPositive()) {
                return;
            }
        }
        authenticate(connection, ehlo);
        quit(connection);
    }

    private boolean startTls(SmtpConnection connection, RawReply ehlo) {
        if (!ehlo.offers("STARTTLS")) {
            encryption = TlsResult.without(TlsResult.Status.NOT_OFFERED, "STARTTLS is not offered");
            return false;
        }
        Reply agreed = say(Stage.STARTTLS, connection, "STARTTLS").reply();
        if (!agreed.isPositive()) {
            encryption = TlsResult.without(TlsResult.Status.REFUSED, agreed.toString());
            return false;
        }
        return encrypt(connection);
    }

    private boolean encrypt(SmtpConnection connection) {
        long start = System.nanoTime();
        try {
            SSLSession session = connection.encrypt(tls, request.deadlines().step());
            TlsSession found = tls.examine(session, clock.instant());
            encryption = TlsResult.established(found);
            return note(Stage.TLS, true, start, Reply.none(found.protocol()));
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            encryption = TlsClient.failure(why);
            return note(Stage.TLS, false, start, Reply.none(why));
        }
    }

    private void authenticate(SmtpConnection connection, RawReply ehlo) {
        if (request.credentials().isEmpty()) {
            return;
        }
        if (encryption.session().filter(TlsSession::isTrustworthy).isEmpty()) {
            authentication =
                    Authentication.of(
                            Status.WITHHELD,
                            "the certificate does not hold, so the password was not sent");
            return;
        }
        var login = new Login(request.credentials().get(), ehlo);
        long start = System.nanoTime();
        authentication =
                login.over(line -> connection.say(line, request.deadlines().greeting()).reply());
        note(Stage.AUTH, authentication.status() == Status.ACCEPTED, start, login.lastReply());
    }

    private String hello() {
        return "EHLO " + request.trust().helo();
    }

    private void quit(SmtpConnection connection) {
        long start = System.nanoTime();
        Reply farewell = connection.say("QUIT", FAREWELL).reply();
        note(Stage.QUIT, farewell.isPositive(), start, farewell);
    }

    private RawReply say(Stage stage, SmtpConnection connection, String line) {
        long start = System.nanoTime();
        RawReply reply = connection.say(line, request.deadlines().step());
        note(stage, reply.reply().isPositive(), start, reply.reply());
        return reply;
    }

    private boolean note(Stage stage, boolean ok, long start, Reply reply) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        steps.add(new StepResult(stage, ok, took, reply));
        return ok;
    }
}
