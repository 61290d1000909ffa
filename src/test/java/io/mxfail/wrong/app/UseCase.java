package io.mxfail.wrong.app;

/// A use case.
public record UseCase() {}
