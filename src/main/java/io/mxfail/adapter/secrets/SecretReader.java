package io.mxfail.adapter.secrets;

import io.mxfail.port.Secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads secrets where a profile's references point to. The value itself is in no message.
public final class SecretReader implements Secrets {
    private static final long SECONDS = 10;
    private static final int LONGEST = 64 * 1024;

    private final Map<String, String> environment;

    public SecretReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
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
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new SecretException(
                    "cannot read the file " + path + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String program(List<String> command) throws SecretException {
        String name = command.getFirst();
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            // a program that keeps its output open must not keep us: it is read beside the clock
            var reading = new FutureTask<>(() -> process.getInputStream().readNBytes(LONGEST));
            Thread.ofVirtual().start(reading);
            byte[] out;
            try {
                out = reading.get(SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException _) {
                out = new byte[0];
            }
            if (!reading.isDone() || !process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new SecretException(name + " gave no secret within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new SecretException(name + " ended with exit code " + process.exitValue());
            }
            return new String(out, StandardCharsets.UTF_8).strip();
        } catch (IOException | ExecutionException e) {
            throw new SecretException(
                    "cannot run " + name + " (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecretException("interrupted while waiting for " + name);
        }
    }
}
