package io.mxfail.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `lab` and `demo` tell programs: `mxfail.lab/1`, an object for each event, and
/// `mxfail.demo/1`, one with the result of every step.
public final class PracticeFormat {
    /// The name of the format of a lab's events.
    public static final String LAB = "mxfail.lab/1";

    /// The name of the format of a demo.
    public static final String DEMO = "mxfail.demo/1";

    private PracticeFormat() {}

    /// The lab is there.
    ///
    /// @param profiles the folder of its profile
    /// @param profile the file
    /// @param state a state folder that goes with it
    /// @param servers addresses by the words of the commands that a server takes
    public static Map<String, Object> started(
            String profiles,
            String profile,
            String state,
            Map<String, String> servers,
            Stamp stamp) {
        Map<String, Object> tree = event("started", stamp);
        tree.put("profiles", profiles);
        tree.put("profile", profile);
        tree.put("state", state);
        tree.put("servers", servers);
        return tree;
    }

    /// A command was typed.
    ///
    /// @param done whether it was carried out
    /// @param text what is true now, or what can be typed
    public static Map<String, Object> fault(
            String command, boolean done, String text, Stamp stamp) {
        Map<String, Object> tree = event(done ? "fault" : "refused", stamp);
        tree.put("command", command);
        tree.put("text", text);
        return tree;
    }

    /// The lab is gone, with all that it made.
    public static Map<String, Object> stopped(Stamp stamp) {
        return event("stopped", stamp);
    }

    private static Map<String, Object> event(String event, Stamp stamp) {
        Map<String, Object> tree = stamp.open(LAB);
        tree.put("event", event);
        return tree;
    }

    /// One step of a demo.
    ///
    /// @param command as an operator types it; for the lab's own, what was typed there
    /// @param exit empty: it was no command of mxfail but one to the lab
    /// @param result what it printed as JSON
    public record Step(String command, Optional<Integer> exit, Object result) {}

    /// A demo that has come to its end.
    ///
    /// @param exit of the demo
    public static Map<String, Object> demo(List<Step> steps, int exit, Stamp stamp) {
        Map<String, Object> tree = stamp.open(DEMO);
        tree.put("exit", exit);
        tree.put("steps", steps.stream().map(PracticeFormat::step).toList());
        return tree;
    }

    private static Map<String, Object> step(Step step) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(step.exit().isPresent() ? "command" : "lab", step.command());
        step.exit().ifPresent(exit -> tree.put("exit", exit));
        tree.put("result", step.result());
        return tree;
    }
}
