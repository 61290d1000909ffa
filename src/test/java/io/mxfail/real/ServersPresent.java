package io.mxfail.real;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Decides for [NeedsServer] whether a test can run here.
final class ServersPresent implements ExecutionCondition {
    private static final String REMEDY = "run ./test --install";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Map<Server, String> missing =
                AnnotationSupport.findAnnotation(context.getElement(), NeedsServer.class)
                        .map(needs -> missing(context, needs.value()))
                        .orElse(Map.of());
        return judge(
                context.getTestClass().map(Class::getName).orElse("") + method(context),
                String.join(", ", missing.values()),
                "true".equals(System.getenv("CI"))
                        && missing.keySet().stream().anyMatch(Server::installable),
                Checkout.target().resolve("left-out.txt"));
    }

    static ConditionEvaluationResult judge(
            String test, String missing, boolean mustRun, Path list) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all its servers are here");
        }
        if (mustRun) {
            throw new AssertionError(
                    "cannot run "
                            + test
                            + ": "
                            + missing
                            + "; CI=true forbids to leave it out, "
                            + REMEDY);
        }
        note(list, test + ": " + missing);
        return ConditionEvaluationResult.disabled(missing);
    }

    private static String method(ExtensionContext context) {
        return context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    }

    /// Each kind of server is looked for once a run.
    private static Map<Server, String> missing(ExtensionContext context, Server... servers) {
        var known = context.getRoot().getStore(Namespace.create(ServersPresent.class));
        var missing = new EnumMap<Server, String>(Server.class);
        for (Server server : servers) {
            Optional<?> absence =
                    known.getOrComputeIfAbsent(server, Server::absence, Optional.class);
            absence.ifPresent(why -> missing.put(server, why.toString()));
        }
        return missing;
    }

    /// One short appending write, so that parallel tests do not mix their lines.
    private static void note(Path list, String line) {
        try {
            Files.createDirectories(list.toAbsolutePath().getParent());
            Files.writeString(
                    list, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
