package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Authentication.Status;
import io.mxfail.core.probe.Reply;
import io.mxfail.port.Credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Shows a user and a password to a relay (RFC 4954), by `PLAIN` (RFC 4616) or by `LOGIN`, which
/// is no standard but all that some relays know. Challenges that hide the password need not be
/// known: the connection is encrypted.
final class Login {
    /// Says one line and gives the reply.
    @FunctionalInterface
    interface Line {
        Reply say(String text);
    }

    private static final int CONTINUE = 334;

    /// So many characters of a secret are too many.
    private static final int TELLING = 12;

    private final Credentials credentials;
    private final Set<String> mechanisms;
    private Reply last = Reply.none("");

    /// @param ehlo the reply to the last `EHLO`
    Login(Credentials credentials, RawReply ehlo) {
        this.credentials = credentials;
        this.mechanisms =
                ehlo.lines().stream()
                        .skip(1)
                        .map(line -> line.strip().toUpperCase(Locale.ROOT).replace('=', ' '))
                        .filter(line -> line.startsWith("AUTH "))
                        .flatMap(line -> java.util.Arrays.stream(line.split("\\s+")).skip(1))
                        .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /// The relay's last word, without what it may have repeated of the secret.
    Reply lastReply() {
        return last;
    }

    /// Logs in over a line. A relay may wait before it refuses somebody, so as to slow down those
    /// who guess: the line should have as much patience as for a greeting.
    Authentication over(Line line) {
        if (mechanisms.isEmpty()) {
            return Authentication.of(Status.NOT_OFFERED, "it offers no AUTH");
        }
        if (mechanisms.contains("PLAIN")) {
            String token = base64("\0" + credentials.user() + "\0" + credentials.password());
            return judge(said(line, "AUTH PLAIN " + token, token));
        }
        if (!mechanisms.contains("LOGIN")) {
            return Authentication.of(
                    Status.UNSUPPORTED,
                    "it offers AUTH "
                            + String.join(" ", mechanisms.stream().sorted().toList())
                            + " only, and PLAIN and LOGIN are what this probe knows");
        }
        Reply reply = said(line, "AUTH LOGIN", "");
        for (String word : new String[] {credentials.user(), credentials.password()}) {
            if (reply.code() != CONTINUE) {
                break;
            }
            reply = said(line, base64(word), base64(word));
        }
        return judge(reply);
    }

    private static Authentication judge(Reply reply) {
        if (reply.isPositive()) {
            return Authentication.of(Status.ACCEPTED, reply.toString());
        }
        return Authentication.of(
                reply.isPermanent() ? Status.REFUSED : Status.DEFERRED, reply.toString());
    }

    /// A reply that repeats some of the secret, whole or cut, is kept without its text.
    private Reply said(Line line, String text, String token) {
        Reply reply = line.say(text);
        boolean told =
                Stream.of(token, credentials.password(), base64(credentials.password()))
                        .filter(secret -> !secret.isEmpty())
                        .map(secret -> secret.substring(0, Math.min(secret.length(), TELLING)))
                        .anyMatch(reply.text()::contains);
        last = told ? new Reply(reply.code(), reply.enhanced(), "…") : reply;
        return last;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
