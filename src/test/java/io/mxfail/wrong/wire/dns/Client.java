package io.mxfail.wrong.wire.dns;

/// A shared client.
public record Client() {}
