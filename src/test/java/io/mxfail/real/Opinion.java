package io.mxfail.real;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.Verdict;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one tool says of a mail server. What it cannot see is not in it: who hangs up before the
/// handshake has said nothing about certificates.
record Opinion(Map<Question, Boolean> answers) {
    Opinion {
        answers = Map.copyOf(answers);
    }

    /// Who did not greet takes no mail, and more is not known of it.
    static Opinion ofOneThatDoesNotGreet() {
        return new Opinion(Map.of(Question.GREETS, false, Question.TAKES_MAIL, false));
    }

    /// What mxfail's probe says.
    static Opinion of(AddressProbe seen) {
        if (seen.steps().stream().noneMatch(s -> s.stage() == Stage.GREETING && s.ok())) {
            return ofOneThatDoesNotGreet();
        }
        var answers = new EnumMap<Question, Boolean>(Question.class);
        answers.put(Question.GREETS, true);
        answers.put(Question.ENCRYPTS, seen.tls().session().isPresent());
        seen.tls()
                .session()
                .ifPresent(
                        session -> {
                            answers.put(Question.TRUSTED, session.isTrustworthy());
                            answers.put(Question.IN_DATE, session.certificate().isInDate());
                        });
        answers.put(
                Question.TAKES_MAIL, seen.recipients().getFirst().verdict() == Verdict.ACCEPTED);
        return new Opinion(answers);
    }

    /// Where another differs from this one, which is mxfail's, in the questions of its tool.
    List<String> differences(Opinion other, Set<Question> asked) {
        var differences = new ArrayList<String>();
        for (Question question : Question.values()) {
            if (asked.contains(question) && !answer(question).equals(other.answer(question))) {
                differences.add(
                        question + " " + other.answer(question) + ", mxfail " + answer(question));
            }
        }
        return differences;
    }

    private String answer(Question question) {
        Boolean answer = answers.get(question);
        return answer == null ? "nothing" : answer ? "yes" : "no";
    }
}
