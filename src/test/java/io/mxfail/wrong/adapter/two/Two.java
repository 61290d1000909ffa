package io.mxfail.wrong.adapter.two;

import io.mxfail.wrong.app.UseCase;

/// An adapter that knows what it is used for.
public record Two(UseCase use) {}
