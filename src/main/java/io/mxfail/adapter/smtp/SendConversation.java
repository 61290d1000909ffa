package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.port.Credentials;
import io.mxfail.port.MailSender.Access;
import io.mxfail.port.MailSender.Fate;
import io.mxfail.port.MailSender.Letter;
import io.mxfail.port.MailSender.Sent;
import io.mxfail.wire.tcp.Deadline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The conversation that hands over one message (RFC 5321, section 3.3; RFC 4954 for `AUTH`).
final class SendConversation {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int GO_ON = 354;

    private final Letter letter;
    private final InetSocketAddress host;
    private final TlsClient tls;
    private final InstantSource clock;
    private final Deadline deadline;
    private final long start = System.nanoTime();
    private TlsResult encryption = TlsResult.notTried();

    SendConversation(Letter letter, InetSocketAddress host, TlsClient tls, InstantSource clock) {
        this.letter = letter;
        this.host = host;
        this.tls = tls;
        this.clock = clock;
        this.deadline = Deadline.in(letter.deadlines().session());
    }

    Sent run() {
        boolean clear = letter.security().startTls() == StartTls.OFF && !isClient();
        Sent sent = once(clear);
        // As senders do whom encryption is welcome but not a duty.
        boolean again =
                encryption.status() == TlsResult.Status.FAILED
                        && !isClient()
                        && letter.security().startTls() != StartTls.REQUIRED
                        && sent.fate() == Fate.DEFERRED;
        return again ? once(true) : sent;
    }

    private boolean isClient() {
        return letter.access() instanceof Access.Client;
    }

    private Sent once(boolean inTheClear) {
        try (SmtpConnection connection =
                SmtpConnection.open(host, letter.deadlines().step(), deadline)) {
            return talk(connection, inTheClear);
        } catch (IOException e) {
            Reply why = Reply.none("no connection: " + Contacts.of(e, host) + " " + e.getMessage());
            return ended(Stage.CONNECT.label(), Stage.CONNECT, why);
        }
    }

    private Sent talk(SmtpConnection connection, boolean inTheClear) {
        boolean implicit = letter.access() instanceof Access.Client client && client.implicitTls();
        if (implicit && !encrypt(connection)) {
            return ended(Stage.TLS.label(), Stage.TLS, Reply.none(encryption.problem()));
        }
        Reply greeting = connection.greeting(letter.deadlines().greeting()).reply();
        if (!greeting.isPositive()) {
            return ended(Stage.GREETING.label(), Stage.GREETING, greeting);
        }
        RawReply hello = hello(connection);
        if (!hello.reply().isPositive()) {
            return ended(Stage.EHLO.label(), Stage.EHLO, hello.reply());
        }
        if (!implicit && !inTheClear) {
            if (!hello.offers("STARTTLS")) {
                encryption =
                        TlsResult.without(TlsResult.Status.NOT_OFFERED, "STARTTLS is not offered");
            } else {
                Reply agreed = say(connection, "STARTTLS");
                if (!agreed.isPositive()) {
                    encryption = TlsResult.without(TlsResult.Status.REFUSED, agreed.toString());
                } else if (!encrypt(connection)) {
                    return ended(Stage.TLS.label(), Stage.TLS, Reply.none(encryption.problem()));
                } else {
                    hello = hello(connection);
                }
            }
        }
        Optional<Sent> refused =
                letter.access() instanceof Access.Client(_, Optional<Credentials> credentials)
                                && credentials.isPresent()
                        ? login(connection, hello, credentials.get())
                        : Optional.empty();
        return refused.orElseGet(() -> handOver(connection));
    }

    private RawReply hello(SmtpConnection connection) {
        String helo = letter.envelope().helo();
        RawReply hello = connection.say("EHLO " + helo, letter.deadlines().step());
        return hello.reply().isPermanent() && !isClient()
                ? connection.say("HELO " + helo, letter.deadlines().step())
                : hello;
    }

    private boolean encrypt(SmtpConnection connection) {
        try {
            TlsSession session =
                    tls.examine(
                            connection.encrypt(tls, letter.deadlines().step()), clock.instant());
            encryption = TlsResult.established(session);
            return true;
        } catch (IOException e) {
            encryption = TlsResult.without(TlsResult.Status.FAILED, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /// Logs in; a failure ends the conversation.
    private Optional<Sent> login(SmtpConnection connection, RawReply hello, Credentials who) {
        if (encryption.session().filter(TlsSession::isTrustworthy).isEmpty()) {
            return Optional.of(
                    withheld("the connection is not encrypted under a certificate to trust"));
        }
        var login = new Login(who, hello);
        Authentication outcome =
                login.over(line -> connection.say(line, letter.deadlines().greeting()).reply());
        return switch (outcome.status()) {
            case ACCEPTED -> Optional.empty();
            case REFUSED, DEFERRED -> Optional.of(ended("auth", Stage.MAIL, login.lastReply()));
            case NOT_OFFERED, UNSUPPORTED, WITHHELD, NO_SECRET, NOT_REACHED, NOT_WANTED ->
                    Optional.of(withheld(outcome.detail()));
        };
    }

    private Sent withheld(String why) {
        return ended("auth", Stage.MAIL, Reply.none("the password was not sent: " + why));
    }

    private Sent handOver(SmtpConnection connection) {
        Reply mail = say(connection, "MAIL FROM:<" + letter.envelope().from() + ">");
        if (!mail.isPositive()) {
            return ended(Stage.MAIL.label(), Stage.MAIL, mail);
        }
        Reply rcpt = say(connection, "RCPT TO:<" + letter.envelope().to() + ">");
        if (!rcpt.isPositive()) {
            return ended(Stage.RCPT.label(), Stage.RCPT, rcpt);
        }
        Reply data = say(connection, "DATA");
        if (data.code() != GO_ON) {
            return ended("data", Stage.MAIL, data);
        }
        // The host may check the message before it answers, so all the time that is left is its.
        Reply taken = connection.say(stuffed(letter.message()), connection.left()).reply();
        Sent sent =
                taken.isPresent()
                        ? ended("message", Stage.MAIL, taken)
                        : new Sent(
                                Fate.IN_DOUBT,
                                "message",
                                taken,
                                Verdict.NO_ANSWER,
                                encryption,
                                took());
        if (taken.isPresent()) {
            connection.say("QUIT", FAREWELL);
        }
        return sent;
    }

    /// The message and its final dot; a line that begins with a dot gets a second one (RFC 5321,
    /// section 4.5.2). The connection adds the last line end.
    static String stuffed(String message) {
        String ended = message.endsWith("\r\n") ? message : message + "\r\n";
        String body = ended.startsWith(".") ? "." + ended : ended;
        return body.replace("\r\n.", "\r\n..") + ".";
    }

    private Reply say(SmtpConnection connection, String line) {
        return connection.say(line, letter.deadlines().step()).reply();
    }

    private Sent ended(String step, Stage stage, Reply reply) {
        Fate fate =
                reply.isPermanent()
                        ? Fate.REFUSED
                        : step.equals("message") && reply.isPositive() ? Fate.TAKEN : Fate.DEFERRED;
        Verdict verdict =
                fate == Fate.TAKEN
                        ? Verdict.ACCEPTED
                        : Verdict.of(stage, reply, letter.envelope().to());
        return new Sent(fate, step, reply, verdict, encryption, took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
