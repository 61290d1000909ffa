package io.mxfail.spi;

import java.util.ArrayList;
import java.util.List;

/// What could be shown of an account without changing a record.
///
/// @param steps in the order in which they were tried; a refused one is the last
public record Proof(List<Step> steps) {
    public Proof {
        steps = List.copyOf(steps);
    }

    /// One claim and what became of it.
    ///
    /// @param detail one line: what was shown and how, why it was refused, or why there is no way
    public record Step(Subject subject, State state, String detail) {}

    /// What is to be shown.
    public enum Subject {
        /// the service knows the key
        CREDENTIALS,
        /// the account has the zone and shows it
        ZONE,
        /// the key may change the profile's record sets
        WRITE
    }

    /// What became of it.
    public enum State {
        PROVEN,
        REFUSED,
        /// the service has no way to tell without a change, or did not answer
        OPEN
    }

    /// The worst that was found.
    public State state() {
        if (steps.stream().anyMatch(step -> step.state() == State.REFUSED)) {
            return State.REFUSED;
        }
        boolean all = steps.stream().allMatch(step -> step.state() == State.PROVEN);
        return all && !steps.isEmpty() ? State.PROVEN : State.OPEN;
    }

    /// The same with one more step.
    public Proof and(Subject subject, State state, String detail) {
        var more = new ArrayList<>(steps);
        more.add(new Step(subject, state, detail));
        return new Proof(more);
    }

    /// A read that worked: the key is known and the zone is there.
    public static Proof read(String zone) {
        return new Proof(List.of())
                .and(Subject.CREDENTIALS, State.PROVEN, "a read was answered")
                .and(Subject.ZONE, State.PROVEN, zone + " was read");
    }

    /// A read that failed.
    public static Proof unread(ProviderException failure) {
        String detail = String.valueOf(failure.getMessage());
        Proof nothing = new Proof(List.of());
        return switch (failure.kind()) {
            case UNAUTHORISED, FORBIDDEN, CLOCK_SKEW ->
                    nothing.and(Subject.CREDENTIALS, State.REFUSED, detail);
            case NO_SUCH_ZONE, UNSUPPORTED, INVALID ->
                    nothing.and(Subject.ZONE, State.REFUSED, detail);
            case THROTTLED, UNAVAILABLE, TIMEOUT, BROKEN ->
                    nothing.and(Subject.CREDENTIALS, State.OPEN, detail);
        };
    }
}
