package io.mxfail.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What everybody outside answered during a check, by question, so that it can be judged again
/// without asking anybody. Safe for use by many threads.
///
/// It is the member `observation` of a saved `mxfail.check/1`, and is meant for the version of
/// mxfail that wrote it: another one may find nothing in it that it can use.
public final class Tape {
    private final ConcurrentMap<String, Object> written = new ConcurrentHashMap<>();
    private final Map<String, JsonValue> read;

    private Tape(Map<String, JsonValue> read) {
        this.read = Map.copyOf(read);
    }

    /// One on which nothing is yet.
    public static Tape empty() {
        return new Tape(Map.of());
    }

    /// Keeps an answer, which is a record, and gives it back. Of several to one question the first
    /// stays.
    public <T extends Record> T keep(String question, T answer) {
        written.putIfAbsent(question, PlainTree.write(answer));
        return answer;
    }

    /// The answer to a question; empty: nobody asked it then.
    ///
    /// @throws UnusableException where what is there is no such answer
    public <T extends Record> Optional<T> answer(String question, Class<T> type) {
        try {
            return Optional.ofNullable(read.get(question))
                    .map(json -> type.cast(PlainTree.read(json, type)));
        } catch (Wrong e) {
            throw new UnusableException(
                    "line " + e.place().line() + ": " + String.valueOf(e.getMessage()));
        }
    }

    /// As a tree for [Json], in the order of the questions.
    List<Object> tree() {
        var calls = new ArrayList<Object>();
        written.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry -> {
                            var call = new LinkedHashMap<String, Object>();
                            call.put("question", entry.getKey());
                            call.put("answer", entry.getValue());
                            calls.add(call);
                        });
        return calls;
    }

    /// Reads what [#tree] made.
    static Tape read(List<JsonValue> calls) {
        var read = new LinkedHashMap<String, JsonValue>();
        for (JsonValue call : calls) {
            Optional<String> question = call.text("question");
            Optional<JsonValue> answer = call.member("answer");
            if (question.isEmpty() || answer.isEmpty()) {
                throw new Wrong(call.at(), "a question with its answer belongs here");
            }
            read.put(question.get(), answer.get());
        }
        return new Tape(read);
    }

    /// A tape that another version wrote, or somebody changed.
    public static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
