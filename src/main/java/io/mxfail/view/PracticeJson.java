package io.mxfail.view;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.PracticeFormat;
import io.mxfail.format.Stamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `lab` and `demo` show programs.
public final class PracticeJson {
    private PracticeJson() {}

    private static Stamp stamp(String version) {
        return new Stamp(version, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private static String line(Map<String, Object> tree) {
        return Json.compact(tree) + "\n";
    }

    /// The line of a lab that is there.
    public static String started(
            String profiles, String state, Map<String, String> servers, String version) {
        return line(
                PracticeFormat.started(
                        profiles, profiles + "/acme.yaml", state, servers, stamp(version)));
    }

    /// The line of a command to the lab.
    public static String fault(String command, boolean done, String text, String version) {
        return line(PracticeFormat.fault(command, done, text, stamp(version)));
    }

    /// The line of a lab that is gone.
    public static String stopped(String version) {
        return line(PracticeFormat.stopped(stamp(version)));
    }

    /// The steps of a demo, as they are gathered.
    public static final class Demo {
        private final List<PracticeFormat.Step> steps = new ArrayList<>();

        /// A command to the lab, and what it said.
        public void happened(String command, String text) {
            steps.add(new PracticeFormat.Step(command, Optional.empty(), text));
        }

        /// A command of mxfail.
        ///
        /// @param printed one JSON object
        public void typed(String command, int exit, String printed) {
            steps.add(new PracticeFormat.Step(command, Optional.of(exit), read(printed)));
        }

        private static Object read(String printed) {
            try {
                return Json.read(printed);
            } catch (JsonException e) {
                throw new IllegalStateException("a command printed no JSON: " + printed, e);
            }
        }

        /// All of them as one object.
        public String text(int exit, String version) {
            return Json.pretty(PracticeFormat.demo(steps, exit, stamp(version)));
        }
    }
}
