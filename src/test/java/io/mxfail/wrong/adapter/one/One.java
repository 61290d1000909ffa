package io.mxfail.wrong.adapter.one;

import io.mxfail.wrong.adapter.two.Two;

/// An adapter that leans on another.
public record One(Two neighbour) {}
