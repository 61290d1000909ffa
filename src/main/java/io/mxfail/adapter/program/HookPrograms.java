package io.mxfail.adapter.program;

import io.mxfail.port.Programs;
import io.mxfail.wire.process.Ended;
import io.mxfail.wire.process.Program;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Starts hooks as processes of this user, in the folder that mxfail was called from.
public final class HookPrograms implements Programs {
    private final Supplier<Map<String, String>> own;

    /// @param own what a hook gets of mxfail's environment
    public HookPrograms(Supplier<Map<String, String>> own) {
        this.own = own;
    }

    @Override
    public Ran run(List<String> command, Map<String, String> environment, Duration timeout) {
        var all = new HashMap<>(own.get());
        all.putAll(environment);
        var program = new Program(command, Optional.empty(), Optional.of(all), timeout);
        return switch (program.run("")) {
            case Ended.Exited(int code, _, String said) ->
                    code == 0
                            ? new Ran(true, program.name() + " ended well")
                            : new Ran(false, program.name() + " ended with " + code + why(said));
            case Ended.NotStarted(String cause) -> new Ran(false, cause);
            case Ended.Stopped(String cause, _, String said) -> new Ran(false, cause + why(said));
        };
    }

    private static String why(String said) {
        return said.isBlank() ? "" : ": " + said;
    }
}
