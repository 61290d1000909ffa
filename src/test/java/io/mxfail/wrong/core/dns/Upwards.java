package io.mxfail.wrong.core.dns;

import io.mxfail.wrong.core.mail.Downwards;

/// Imports a room above its own.
public record Upwards(Downwards down) {}
