/// Runs as the fold of their events, and what takes them back.
@NullMarked
package io.mxfail.core.journal;

import org.jspecify.annotations.NullMarked;
