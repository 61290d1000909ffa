/// Programs that behave badly.
@NullMarked
package io.mxfail.wire.process;

import org.jspecify.annotations.NullMarked;
