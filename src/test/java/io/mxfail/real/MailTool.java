package io.mxfail.real;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tools of others that look at a mail server, and how to read what they print.
enum MailTool {
    /// Postfix's own client of TLS policies.
    POSTTLS_FINGER(Question.GREETS, Question.ENCRYPTS, Question.TRUSTED) {
        @Override
        Opinion ask(Target target) {
            String said = run(target);
            var answers = new EnumMap<Question, Boolean>(Question.class);
            boolean greets = !said.contains("not available") && !said.contains("timeout");
            answers.put(Question.GREETS, greets);
            if (greets) {
                boolean encrypts = said.contains(" TLS connection established");
                answers.put(Question.ENCRYPTS, encrypts);
                if (encrypts) {
                    answers.put(Question.TRUSTED, said.contains(": Verified TLS connection"));
                }
            }
            return new Opinion(answers);
        }

        @Override
        String run(Target target) {
            return Command.run(
                            with(
                                    "MAIL_CONFIG=" + target.folder(),
                                    "posttls-finger",
                                    "-c",
                                    "-t" + target.patience().toSeconds(),
                                    "-T" + target.patience().toSeconds(),
                                    "-l",
                                    "secure",
                                    "-F",
                                    target.anchors().toString(),
                                    "[127.0.0.1]:" + target.port(),
                                    target.host()))
                    .output();
        }
    },

    /// The "Swiss Army knife for SMTP".
    SWAKS(Question.GREETS, Question.ENCRYPTS, Question.TRUSTED, Question.TAKES_MAIL) {
        private static final String ENCRYPTED = "=== TLS started";

        @Override
        Opinion ask(Target target) {
            Command.Result seen = swaks(target);
            if (!seen.output().contains("<-  220 ")) {
                return Opinion.ofOneThatDoesNotGreet();
            }
            var answers = new EnumMap<Question, Boolean>(Question.class);
            answers.put(Question.GREETS, true);
            answers.put(Question.TAKES_MAIL, seen.exit() == 0);
            boolean encrypts = seen.output().contains(ENCRYPTED);
            answers.put(Question.ENCRYPTS, encrypts);
            if (encrypts) {
                answers.put(Question.TRUSTED, run(target).contains(ENCRYPTED));
            }
            return new Opinion(answers);
        }

        @Override
        String run(Target target) {
            return swaks(target, "--tls-verify", "--tls-ca-path", target.anchors().toString())
                    .output();
        }

        private Command.Result swaks(Target target, String... further) {
            var words =
                    new ArrayList<>(
                            List.of(
                                    "--server",
                                    "127.0.0.1",
                                    "--port",
                                    target.port(),
                                    "--timeout",
                                    Long.toString(target.patience().toSeconds()),
                                    "--helo",
                                    "probe.example.test",
                                    "--from",
                                    "<>",
                                    "--to",
                                    target.recipient(),
                                    "--quit-after",
                                    "RCPT",
                                    "--tls-optional"));
            words.addAll(List.of(further));
            return Command.run(
                    with("PERL5LIB=" + perlModules(), "swaks", words.toArray(String[]::new)));
        }
    },

    /// The plugin of monitoring systems.
    CHECK_SMTP(Question.GREETS, Question.ENCRYPTS, Question.IN_DATE, Question.TAKES_MAIL) {
        @Override
        Opinion ask(Target target) {
            Command.Result mail =
                    check(
                            target,
                            "-C",
                            "MAIL FROM:<>",
                            "-R",
                            "250",
                            "-C",
                            "RCPT TO:<" + target.recipient() + ">",
                            "-R",
                            "250");
            boolean refused = mail.output().contains("to command 'RCPT TO");
            if (mail.exit() != 0 && !refused) {
                return Opinion.ofOneThatDoesNotGreet();
            }
            var answers = new EnumMap<Question, Boolean>(Question.class);
            answers.put(Question.GREETS, true);
            answers.put(Question.TAKES_MAIL, !refused);
            boolean encrypts = check(target, "-S").exit() == 0;
            answers.put(Question.ENCRYPTS, encrypts);
            if (encrypts) {
                answers.put(Question.IN_DATE, run(target).contains(" will expire on "));
            }
            return new Opinion(answers);
        }

        @Override
        String run(Target target) {
            return check(target, "-S", "-D", "1").output();
        }

        private Command.Result check(Target target, String... further) {
            var words =
                    new ArrayList<>(
                            List.of(
                                    "-H",
                                    "127.0.0.1",
                                    "-p",
                                    target.port(),
                                    "-t",
                                    Long.toString(target.patience().toSeconds()),
                                    "-F",
                                    "probe.example.test"));
            words.addAll(List.of(further));
            return Command.run(Binary.require("check_smtp").command(words.toArray(String[]::new)));
        }
    };

    /// Where to look, and for what.
    ///
    /// @param host the name its certificate should carry
    /// @param anchors a file with the authority that is to be trusted
    /// @param patience whole seconds to wait for any answer
    record Target(
            InetSocketAddress address,
            String host,
            String recipient,
            Path anchors,
            Duration patience) {
        String port() {
            return Integer.toString(address.getPort());
        }

        /// It holds an empty configuration, which Postfix's tools want to read.
        Path folder() {
            return anchors.getParent();
        }
    }

    private final Set<Question> questions;

    MailTool(Question... questions) {
        this.questions = Set.of(questions);
    }

    /// What it can be asked.
    Set<Question> questions() {
        return questions;
    }

    abstract Opinion ask(Target target);

    /// All it prints when it looks as closely as it can.
    abstract String run(Target target);

    /// A command line with one more setting in its environment.
    private static List<String> with(String setting, String program, String... words) {
        return Stream.concat(
                        Stream.of("env", setting), Binary.require(program).command(words).stream())
                .toList();
    }

    /// Perl does not look where packages were unpacked.
    private static String perlModules() {
        Path libraries = Checkout.target().resolve("servers/usr");
        if (!Files.isDirectory(libraries)) {
            return "";
        }
        try (Stream<Path> folders = Files.find(libraries, 5, (path, _) -> holdsModules(path))) {
            return folders.map(Path::toString).sorted().collect(Collectors.joining(":"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean holdsModules(Path folder) {
        return folder.toString().contains("perl5") && Files.isDirectory(folder.resolve("Net"));
    }
}
