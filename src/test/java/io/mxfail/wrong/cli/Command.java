package io.mxfail.wrong.cli;

import io.mxfail.wrong.port.Chatter;

/// A subcommand that reaches past the use cases.
public record Command(Chatter port) {}
