/// Secrets in disguise.
@NullMarked
package io.mxfail.wire.secret;

import org.jspecify.annotations.NullMarked;
