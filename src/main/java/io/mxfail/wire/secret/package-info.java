/// What must not be shown.
@NullMarked
package io.mxfail.wire.secret;

import org.jspecify.annotations.NullMarked;
