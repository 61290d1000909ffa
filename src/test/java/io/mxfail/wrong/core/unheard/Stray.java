package io.mxfail.wrong.core.unheard;

import io.mxfail.wrong.core.mail.Downwards;

/// Lies in a package that is no room, and that has no null marks.
public record Stray(Downwards down) {}
