/// The HTTP client against servers that fail in every way, and the base of all fake services.
@NullMarked
package io.mxfail.wire.http;

import org.jspecify.annotations.NullMarked;
