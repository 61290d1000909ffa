package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;

import picocli.AutoComplete;
import picocli.CommandLine;

/// Prints a completion script. It completes commands, options and their fixed values; it reads no
/// profile, and so runs no program and resolves no secret.
@CommandLine.Command(
        description = {
            "Prints a completion script for a shell. In bash or zsh:",
            "  source <(mxfail completion bash)"
        })
final class CompletionCommand implements Command {
    @CommandLine.Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell = "";

    @Override
    public int run(Platform platform) throws CommandFailure {
        // one script serves both: in zsh it turns bash's completion on by itself
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "usage",
                    "no completion for `" + shell + "`; it is there for bash and zsh");
        }
        platform.out().print(AutoComplete.bash("mxfail", Cli.whole()));
        return 0;
    }
}
