package io.mxfail.wrong.core.mail;

import io.mxfail.wrong.core.dns.Upwards;

import java.util.List;

/// Imports a room below its own, as it may; together with [Upwards] that is a cycle.
public record Downwards(List<Upwards> up) {}
