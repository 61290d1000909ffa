package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.profile.Problem.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects what is wrong, so that all of it can be shown at once.
final class Problems {
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column);

    private final List<Problem> all = new ArrayList<>();

    void error(Place place, String message, String fix) {
        add(Severity.ERROR, place, message, fix);
    }

    void error(Place place, NotationException cause) {
        error(place, cause.getMessage(), cause.fix());
    }

    void warning(Place place, String message, String fix) {
        add(Severity.WARNING, place, message, fix);
    }

    void placeholder(Place place, String message, String fix) {
        add(Severity.PLACEHOLDER, place, message, fix);
    }

    private void add(Severity severity, Place place, String message, String fix) {
        all.add(
                new Problem(
                        place.source().shown(),
                        place.line(),
                        place.column(),
                        severity,
                        message,
                        Optional.of(fix)));
    }

    void addAll(Problems others) {
        all.addAll(others.all);
    }

    /// Takes over what is wrong with something that can be done without.
    ///
    /// @param consequence what comes of it, to end each message
    void addAllAsWarnings(Problems others, String consequence) {
        others.all.stream()
                .map(
                        problem ->
                                new Problem(
                                        problem.file(),
                                        problem.line(),
                                        problem.column(),
                                        Severity.WARNING,
                                        problem.message() + consequence,
                                        problem.fix()))
                .forEach(all::add);
    }

    boolean hasErrors() {
        return all.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }

    /// In the order of file and line; what two profiles say of a file that both include, once.
    List<Problem> sorted() {
        return all.stream().distinct().sorted(BY_PLACE).toList();
    }
}
