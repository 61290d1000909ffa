/// What a run announced and what became of it, and the state that follows. Pure.
@NullMarked
package io.mxfail.core.journal;

import org.jspecify.annotations.NullMarked;
