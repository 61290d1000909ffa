package io.mxfail.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a script as an operator would, with the system's shell.
public final class Shell {
    private Shell() {}

    /// Runs a script.
    ///
    /// @param environment what is set beside the test's own
    /// @return whether it ended well
    public static boolean plays(String script, Map<String, String> environment) {
        var command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add("sh");
        return Command.run(command, script).exit() == 0;
    }
}
