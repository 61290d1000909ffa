package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.view.Json;
import io.mxfail.view.Nagios;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the subcommand, builds the model of that one alone, runs it, and turns every failure
/// into one message and an exit code of the contract.
public final class Cli {
    private static final int USAGE = 2;

    private record Entry(String summary, Supplier<Command> command) {}

    private static final Map<String, Entry> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put(
                "demo", new Entry("watch a whole failover on an embedded lab", DemoCommand::new));
        COMMANDS.put(
                "lab", new Entry("keep that lab running, with faults on demand", LabCommand::new));
        COMMANDS.put("init", new Entry("write a first profile from live DNS", InitCommand::new));
        COMMANDS.put("lint", new Entry("check profiles without the network", LintCommand::new));
        COMMANDS.put(
                "check", new Entry("probe DNS and mail hosts of every site", CheckCommand::new));
        COMMANDS.put(
                "status",
                new Entry("which site is active, read from live DNS", StatusCommand::new));
        COMMANDS.put(
                "prepare",
                new Entry("publish ahead what only adds, shorten TTLs", PrepareCommand::new));
        COMMANDS.put("plan", new Entry("compute a switch and change nothing", PlanCommand::new));
        COMMANDS.put("apply", new Entry("carry out exactly a reviewed plan", ApplyCommand::new));
        COMMANDS.put(
                "switch", new Entry("check, plan, confirm, apply and verify", SwitchCommand::new));
        COMMANDS.put("verify", new Entry("assert that a site is live", VerifyCommand::new));
        COMMANDS.put("undo", new Entry("give back the data from before a run", UndoCommand::new));
        COMMANDS.put("resume", new Entry("finish an interrupted run", ResumeCommand::new));
        COMMANDS.put(
                "settle",
                new Entry("take off what may come off after a switch", SettleCommand::new));
        COMMANDS.put("ack", new Entry("note that a checklist item was done", AckCommand::new));
        COMMANDS.put("history", new Entry("the audit trail", HistoryCommand::new));
        COMMANDS.put(
                "providers",
                new Entry("types of DNS provider and what they need", ProvidersCommand::new));
        COMMANDS.put("schema", new Entry("the JSON Schema of a profile", SchemaCommand::new));
        COMMANDS.put(
                "completion",
                new Entry("completion script for bash or zsh", CompletionCommand::new));
        COMMANDS.put("version", new Entry("the version of mxfail", VersionCommand::new));
    }

    /// Commands of two words.
    private static final Map<String, Supplier<Command>> INNER =
            Map.of(
                    "providers check", ProvidersCheckCommand::new,
                    "providers policy", ProvidersPolicyCommand::new);

    private final Platform platform;

    public Cli(Platform platform) {
        this.platform = platform;
    }

    /// Runs one command line and returns the exit code.
    public int run(String... args) {
        if (args.length > 1 && args[0].equals("help") && !args[1].startsWith("-")) {
            // `help switch` is `switch --help`
            String[] asked = Arrays.copyOfRange(args, 1, args.length + 1);
            asked[asked.length - 1] = "--help";
            return run(asked);
        }
        if (args.length == 0 || List.of("-h", "--help", "help").contains(args[0])) {
            platform.out().print(overview());
            return args.length == 0 ? USAGE : 0;
        }
        String name = args[0].equals("--version") || args[0].equals("-V") ? "version" : args[0];
        Supplier<Command> inner = args.length > 1 ? INNER.get(name + " " + args[1]) : null;
        if (inner != null) {
            return run(name + " " + args[1], inner.get(), Arrays.copyOfRange(args, 2, args.length));
        }
        Entry entry = COMMANDS.get(name);
        if (entry == null) {
            return report(
                    USAGE,
                    "usage",
                    Planned.of(name)
                            .orElseGet(
                                    () ->
                                            Misread.command(
                                                    name, List.copyOf(COMMANDS.keySet()), args)),
                    Shown.json(args));
        }
        if (name.equals("version") && args.length == 1) {
            return new VersionCommand().run(platform); // without building any model of options
        }
        Command command = entry.command().get();
        return run(name, command, Arrays.copyOfRange(args, 1, args.length));
    }

    private int run(String name, Command command, String[] args) {
        CommandLine line = new CommandLine(command).setCommandName("mxfail " + name);
        line.getCommandSpec().mixinStandardHelpOptions(true);
        boolean json = Shown.json(args);
        try {
            line.parseArgs(args);
            if (line.isUsageHelpRequested()) {
                HelpPage.print(line, platform.out());
                return 0;
            }
            if (line.isVersionHelpRequested()) {
                return new VersionCommand().run(platform);
            }
            Misread.refuseBlanks(line);
            command.shown().ifPresent(shown -> shown.check(line, command.outputs()));
            return command.run(withOutsideAdapters(line));
        } catch (CommandLine.ParameterException e) {
            String message = Misread.message(e, name, args);
            if (Shown.nagios(args)) {
                return nagios(command.failure(USAGE), message);
            }
            return report(command.failure(USAGE), "usage", message, json);
        } catch (CommandFailure e) {
            return report(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return report(
                    command,
                    new CommandFailure(
                            Exit.ERROR, "interrupted", "interrupted; see `mxfail status`"));
        } catch (IOException e) {
            return report(
                    command,
                    new CommandFailure(
                            Exit.ERROR,
                            "io",
                            "cannot use a file: " + Text.printable(FileTrouble.of(e))));
        } catch (RuntimeException | Error e) {
            return report(
                    command,
                    new CommandFailure(
                            Exit.ERROR,
                            "bug",
                            "unexpected error, please report it: "
                                    + Text.printable(e.toString())
                                    + " at "
                                    + place(e)
                                    + "; `mxfail status` says what is true now"));
        }
    }

    /// Monitoring systems read stdout alone.
    private int nagios(int exit, String message) {
        platform.out().print(Nagios.failure(exit, message));
        return exit;
    }

    /// Every command in one model, for the completion script alone: to build them all takes time.
    static CommandLine whole() {
        var line = new CommandLine(CommandLine.Model.CommandSpec.create().name("mxfail"));
        COMMANDS.forEach(
                (name, entry) -> {
                    var one = new CommandLine(entry.command().get());
                    one.getCommandSpec().mixinStandardHelpOptions(true);
                    line.addSubcommand(name, one);
                });
        INNER.forEach(
                (names, command) -> {
                    int blank = names.indexOf(' ');
                    var one = new CommandLine(command.get());
                    one.getCommandSpec().mixinStandardHelpOptions(true);
                    Objects.requireNonNull(line.getSubcommands().get(names.substring(0, blank)))
                            .addSubcommand(names.substring(blank + 1), one);
                });
        return line;
    }

    private Platform withOutsideAdapters(CommandLine line) {
        CommandLine.Model.OptionSpec option = line.getCommandSpec().findOption(Shown.PROVIDERS_DIR);
        if (option == null) {
            return platform;
        }
        Optional<String> folder = option.getValue();
        Platform.Outside outside = platform.factory().outside(folder);
        outside.troubles()
                .forEach(
                        trouble ->
                                platform.err()
                                        .println("mxfail: warning: " + Text.printable(trouble)));
        return platform.with(outside.factory());
    }

    private static String place(Throwable bug) {
        return bug.getStackTrace().length == 0 ? "?" : String.valueOf(bug.getStackTrace()[0]);
    }

    private int report(Command command, CommandFailure e) {
        int exit = command.failure(e.exit().code());
        if (command.shown().filter(Shown::nagios).isPresent()) {
            platform.out().print(Nagios.failure(exit, e));
            return exit;
        }
        if (command.wantsJson()) {
            platform.out().println(Json.error(exit, e, platform.version()));
        } else {
            platform.err().print(Text.failure(e));
        }
        return exit;
    }

    private int report(int exit, String kind, String message, boolean json) {
        if (json) {
            platform.out().println(Json.error(exit, kind, message, platform.version()));
        } else {
            platform.err().print(Text.message(message));
        }
        return exit;
    }

    private static String overview() {
        var text = new StringBuilder();
        text.append(
                "mxfail moves a company's mail from its primary to its backup host through"
                        + " DNS.\n\n");
        text.append("Usage: mxfail COMMAND [OPTIONS]\n\n");
        COMMANDS.forEach(
                (name, entry) -> text.append(String.format("  %-10s %s%n", name, entry.summary())));
        text.append("\nStart with: mxfail demo. Options of a command: mxfail COMMAND --help\n");
        return text.toString();
    }
}
