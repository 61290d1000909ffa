package io.mxfail.adapter.exec;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.SecretForms;
import io.mxfail.wire.process.Ended;
import io.mxfail.wire.process.Program;
import io.mxfail.wire.process.Shown;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The program that speaks for a DNS service: one process a request, one JSON object in, one out.
///
/// @param program the command of the profile, to which the verb is added
/// @param secrets variables that were passed on to it by name; where it tells the value of one, its
///     name is shown
record Bridge(Program program, Map<String, String> secrets) {
    static final String PROTOCOL = "mxfail-dns/1";
    private static final int LONGEST_WAIT = 24 * 60 * 60;

    /// Asks once, and never again: a request that carries a write may have taken effect.
    Reply ask(String verb, Map<String, ?> request) {
        var message = new LinkedHashMap<String, Object>();
        message.put("protocol", PROTOCOL);
        message.putAll(request);
        var command = new ArrayList<>(program.command());
        command.add(verb);
        Ended ended =
                new Program(command, program.folder(), program.environment(), program.timeout())
                        .run(Json.compact(message) + "\n");
        return veiled(heard(verb, ended));
    }

    private Reply heard(String verb, Ended ended) {
        return switch (ended) {
            case Ended.NotStarted(var cause) -> new Reply.NotStarted(cause);
            case Ended.Stopped(var cause, var late, var said) ->
                    new Reply.Unclear(cause + quoted(said), late);
            case Ended.Exited exited -> reply(verb, exited);
        };
    }

    private Reply veiled(Reply reply) {
        return switch (reply) {
            case Reply.Unclear(var cause, var late) -> new Reply.Unclear(veiled(cause), late);
            case Reply.No(var code, var message, var wait, var nothing, var sets) ->
                    new Reply.No(code, veiled(message), wait, nothing, sets);
            case Reply.Answer _, Reply.NotStarted _ -> reply;
        };
    }

    private String veiled(String text) {
        String clean = text;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            clean = SecretForms.hide(clean, secret.getValue(), "$" + secret.getKey());
        }
        return clean;
    }

    private Reply reply(String verb, Ended.Exited exited) {
        String who = program.name() + " " + verb;
        if (exited.code() != 0 && exited.code() != 1) {
            return new Reply.Unclear(
                    who + " ended with exit code " + exited.code() + quoted(exited.said()), false);
        }
        JsonValue value;
        try {
            value = Json.read(exited.output());
        } catch (JsonException e) {
            return garbage(who, Shown.line(String.valueOf(e.getMessage())), exited);
        }
        if (!(value instanceof JsonValue.Members answer)) {
            return garbage(who, "there is " + value.kind(), exited);
        }
        Optional<String> protocol = answer.text("protocol");
        if (protocol.filter(p -> !p.equals(PROTOCOL)).isPresent()) {
            return new Reply.Unclear(
                    who + " speaks " + Shown.line(protocol.get()) + ", not " + PROTOCOL, false);
        }
        boolean error = answer.byName().get("error") instanceof JsonValue.Members;
        if (exited.code() == 0 && !error) {
            return new Reply.Answer(answer);
        }
        return answer.byName().get("error") instanceof JsonValue.Members said
                ? no(who, said, exited.said())
                : new Reply.Unclear(
                        who + " ended with exit code 1 and no `error`" + quoted(exited.said()),
                        false);
    }

    private static Reply garbage(String who, String what, Ended.Exited exited) {
        return new Reply.Unclear(
                who + " did not answer with one JSON object (" + what + ")" + quoted(exited.said()),
                false);
    }

    private static Reply no(String who, JsonValue.Members error, String said) {
        String word = error.text("code").orElse("");
        Optional<Reply.Code> code = code(word);
        String message =
                who
                        + ": "
                        + error.text("message")
                                .map(Shown::line)
                                .filter(line -> !line.isEmpty())
                                .orElse("no message")
                        + quoted(said);
        if (code.isEmpty()) {
            return new Reply.Unclear(
                    message + " (unknown error code \"" + Shown.line(word) + "\")", false);
        }
        return new Reply.No(
                code.get(),
                message,
                seconds(error),
                error.byName().get("nothingChanged") instanceof JsonValue.Truth truth
                        ? Optional.of(truth.value())
                        : Optional.empty(),
                sets(error));
    }

    private static Optional<Reply.Code> code(String word) {
        for (Reply.Code code : Reply.Code.values()) {
            if (code.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> seconds(JsonValue.Members error) {
        if (error.byName().get("retryAfterSeconds") instanceof JsonValue.Figure figure
                && figure.value().signum() > 0
                && figure.value().precision() - figure.value().scale() < 6) {
            return Optional.of(
                    Duration.ofSeconds(Math.min(figure.value().longValue(), LONGEST_WAIT)));
        }
        return Optional.empty();
    }

    private static List<RecordKey> sets(JsonValue.Members error) {
        try {
            return Messages.keys(error.member("rrsets"));
        } catch (IllegalArgumentException _) {
            // only a hint; a fresh read tells it too
            return List.of();
        }
    }

    private static String quoted(String said) {
        return said.isEmpty() ? "" : "; it said: " + said;
    }
}
