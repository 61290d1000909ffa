package io.mxfail.wrong.wire.http;

/// A shared client that imports the other one.
public record Client(io.mxfail.wrong.wire.dns.Client other) {}
