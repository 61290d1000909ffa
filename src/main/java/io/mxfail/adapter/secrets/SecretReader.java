package io.mxfail.adapter.secrets;

import io.mxfail.port.Secrets;
import io.mxfail.wire.process.Ended;
import io.mxfail.wire.process.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Reads secrets where a profile's references point to. The value itself is in no message.
public final class SecretReader implements Secrets {
    private static final int LONGEST = 64 * 1024;

    private final Map<String, String> environment;
    private final Supplier<Map<String, String>> passedOn;
    private final Duration patience;

    /// @param environment where variables are looked up
    /// @param passedOn what a program gets of it
    public SecretReader(Map<String, String> environment, Supplier<Map<String, String>> passedOn) {
        this(environment, passedOn, Duration.ofSeconds(10));
    }

    /// @param patience how long a program may take
    SecretReader(
            Map<String, String> environment,
            Supplier<Map<String, String>> passedOn,
            Duration patience) {
        this.environment = Map.copyOf(environment);
        this.passedOn = passedOn;
        this.patience = patience;
    }

    @Override
    public String resolve(String reference) throws SecretException {
        int colon = reference.indexOf(':');
        String rest = reference.substring(colon + 1);
        return switch (reference.substring(0, Math.max(colon, 0))) {
            case "env" -> variable(rest);
            case "file" -> file(Path.of(rest));
            case "exec" -> program(List.of(rest.trim().split("\\s+")));
            default ->
                    throw new SecretException(
                            "a secret is given as env:NAME, file:PATH or exec:COMMAND, never as"
                                    + " itself");
        };
    }

    private String variable(String name) throws SecretException {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new SecretException(
                    "the environment variable " + name + " is not set; export it and try again");
        }
        return value;
    }

    private static String file(Path path) throws SecretException {
        try {
            Set<PosixFilePermission> others =
                    Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
            boolean open = Files.getPosixFilePermissions(path).stream().anyMatch(others::contains);
            if (open) {
                throw new SecretException(
                        "others can read or write the file " + path + "; run: chmod 600 " + path);
            }
            if (Files.size(path) > LONGEST) {
                throw new SecretException("the file " + path + " is too long for a secret");
            }
            return given(Files.readString(path), "the file " + path + " is empty");
        } catch (IOException e) {
            throw new SecretException(
                    "cannot read the file " + path + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    /// A program that is stopped takes all that it started with it. What it said to stderr is not
    /// shown: that may hold what the secret is made of.
    private String program(List<String> command) throws SecretException {
        if (command.getFirst().isEmpty()) {
            throw new SecretException("`exec:` names no program");
        }
        var program = new Program(command, Optional.empty(), Optional.of(passedOn.get()), patience);
        return switch (program.run("")) {
            case Ended.NotStarted(String cause) -> throw new SecretException(cause);
            case Ended.Stopped(String cause, _, _) ->
                    throw new SecretException("no secret: " + cause);
            case Ended.Exited(int code, _, _) when code != 0 ->
                    throw new SecretException(program.name() + " ended with exit code " + code);
            case Ended.Exited(_, String output, _) -> {
                if (output.length() > LONGEST) {
                    throw new SecretException(program.name() + " wrote too much for a secret");
                }
                yield given(output, program.name() + " wrote nothing to stdout");
            }
        };
    }

    /// @param none what is wrong where there is nothing
    private static String given(String text, String none) throws SecretException {
        String secret = text.strip();
        if (secret.isEmpty()) {
            throw new SecretException(none);
        }
        return secret;
    }
}
