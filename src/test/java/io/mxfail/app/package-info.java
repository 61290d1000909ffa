/// The use cases against strict fakes, on virtual time: every crash, and every answer that a
/// provider may give.
@NullMarked
package io.mxfail.app;

import org.jspecify.annotations.NullMarked;
