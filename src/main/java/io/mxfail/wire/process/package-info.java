/// Programs that an adapter starts: no shell, a deadline, and no more output than one can use.
@NullMarked
package io.mxfail.wire.process;

import org.jspecify.annotations.NullMarked;
