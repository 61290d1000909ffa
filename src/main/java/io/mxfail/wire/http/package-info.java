/// The shared client of services that speak JSON over HTTP: deadlines, refusals, redaction.
@NullMarked
package io.mxfail.wire.http;

import org.jspecify.annotations.NullMarked;
