package io.mxfail;

import io.mxfail.app.World;
import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.lab.Lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replays a story. Its lines that matter begin with
///
/// - `;; ` what a reader should know,
/// - `lab> ` a command to the lab,
/// - `file NAME`, then the lines of that file after `| `,
/// - `policy`, then the MTA-STS policy that its host serves from now on, after `| `; from the first
///   on, mxfail owns the id of its record,
/// - `$ mxfail ` a command, and after it `typed: ` what the operator answers at a terminal;
///
/// all others are what is seen, stdout and stderr together, and are written anew.
final class Transcript {
    private static final List<String> DIRECTIVES = List.of(";;", "lab> ", "$ mxfail ", "typed: ");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private static final String POLICY_HOST = "mta-sts.acme.example";

    private final Path folder;
    private Optional<PolicyHost> policyHost = Optional.empty();

    Transcript(Path folder) {
        this.folder = folder;
    }

    String replay(String story) throws IOException, GeneralSecurityException {
        try {
            return told(story);
        } finally {
            policyHost.ifPresent(PolicyHost::close);
        }
    }

    private String told(String story) throws IOException, GeneralSecurityException {
        var told = new StringBuilder();
        try (Lab lab = Lab.start(0)) {
            // However busy this machine is, no host of a story is slow
            Path profile = Path.of(lab.profiles(), "acme.yaml");
            Files.writeString(
                    profile,
                    Files.readString(profile)
                            .replace(
                                    "checks:\n",
                                    "checks:\n"
                                            + "  latency: {warn: 50s, crit: 60s}\n"
                                            + "  timeout: 60s\n"));
            var veil = new Veil(lab, folder);
            var lines = new ArrayDeque<>(directives(story));
            while (!lines.isEmpty()) {
                String line = lines.removeFirst();
                told.append(
                        told.isEmpty() || line.startsWith(";;") && !startsBlock(told) ? "" : "\n");
                told.append(line).append('\n');
                if (line.startsWith("lab> ")) {
                    told.append(veil.over(lab.command(line.substring(5)))).append('\n');
                } else if (line.startsWith("file ")) {
                    told.append(file(line.substring(5), lines));
                } else if (line.equals("policy")) {
                    List<String> policy = block(lines);
                    serve(lab, unquoted(policy));
                    told.append(String.join("\n", policy)).append('\n');
                } else if (line.startsWith("$ mxfail ")) {
                    var typed = new ArrayDeque<String>();
                    while (!lines.isEmpty() && lines.getFirst().startsWith("typed: ")) {
                        told.append(lines.getFirst()).append('\n');
                        typed.add(lines.removeFirst().substring("typed: ".length()));
                    }
                    told.append(veil.over(run(lab, line.substring("$ mxfail ".length()), typed)));
                }
            }
        }
        return told.toString();
    }

    /// Comments stand together, and alone before what they explain.
    private static boolean startsBlock(StringBuilder told) {
        int end = told.length() - 1;
        int start = told.lastIndexOf("\n", end - 1) + 1;
        return !told.substring(start).startsWith(";;");
    }

    private static List<String> directives(String story) {
        var directives = new ArrayList<String>();
        boolean inFile = false;
        for (String line : story.lines().toList()) {
            inFile =
                    line.startsWith("file ")
                            || line.equals("policy")
                            || inFile && line.startsWith("| ");
            if (inFile || DIRECTIVES.stream().anyMatch(line::startsWith)) {
                directives.add(line);
            }
        }
        return directives;
    }

    private static List<String> block(Deque<String> lines) {
        var content = new ArrayList<String>();
        while (!lines.isEmpty() && lines.getFirst().startsWith("| ")) {
            content.add(lines.removeFirst());
        }
        return content;
    }

    private static List<String> unquoted(List<String> block) {
        return block.stream().map(line -> line.substring(2)).toList();
    }

    private void serve(Lab lab, List<String> lines) throws IOException, GeneralSecurityException {
        String policy = String.join("\n", lines) + "\n";
        if (policyHost.isPresent()) {
            policyHost.get().policy = Optional.of(policy);
            return;
        }
        var host = new PolicyHost(POLICY_HOST, policy);
        policyHost = Optional.of(host);
        Path profiles = Path.of(lab.profiles());
        Path profile = profiles.resolve("acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "  connect-to:\n",
                                "  connect-to:\n    %s: \"127.0.0.1:%d\"\n"
                                        .formatted(POLICY_HOST, host.address().getPort()))
                        .concat("mta-sts: {policy: bump}\n"));
        Files.writeString(profiles.resolve("ca.pem"), host.anchor(), StandardOpenOption.APPEND);
    }

    private String file(String name, Deque<String> lines) throws IOException {
        List<String> content = block(lines);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, unquoted(content));
        return String.join("\n", content) + "\n";
    }

    private String run(Lab lab, String command, Deque<String> typed) {
        var screen = new ByteArrayOutputStream();
        var stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
        var platform = new Platform(new Desk(lab, typed, stream), stream, stream, "1.0.0");
        var words = new ArrayList<String>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            String word = Optional.ofNullable(matcher.group(1)).orElse(matcher.group());
            words.add(
                    Files.exists(folder.resolve("./" + word)) || word.endsWith(".json")
                            ? folder.resolve(word).toString()
                            : word);
        }
        int exit = new Cli(platform).run(words.toArray(String[]::new));
        // What was written over while waiting is not seen in the end
        String seen = screen.toString(StandardCharsets.UTF_8).replaceAll("[^\n]*\r\u001b\\[K", "");
        return seen + "exit " + exit + "\n";
    }

    /// The world of the lab, at the terminal of an operator who has answers ready, if any.
    private record Desk(Lab practice, Deque<String> typed, PrintStream screen)
            implements Platform.Factory {
        @Override
        public World world(Optional<String> profiles, Optional<String> state) {
            return new Wiring(new World.Time(practice.clock(), practice.clock()::advance))
                    .world(
                            profiles.or(() -> Optional.of(practice.profiles())),
                            state.or(() -> Optional.of(practice.state())));
        }

        @Override
        public Practice lab() {
            throw new UnsupportedOperationException("no lab within the lab");
        }

        @Override
        public Platform.Factory fast(Practice another) {
            return this;
        }

        @Override
        public boolean interactive() {
            return !typed.isEmpty();
        }

        @Override
        public Optional<String> readLine() {
            Optional<String> line = Optional.ofNullable(typed.poll());
            line.ifPresent(screen::println); // as the terminal echoes it
            return line;
        }
    }
}
