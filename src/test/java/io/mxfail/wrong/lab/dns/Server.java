package io.mxfail.wrong.lab.dns;

import io.mxfail.wrong.adapter.one.One;

/// A lab that contains what it should test.
public record Server(One adapter) {}
