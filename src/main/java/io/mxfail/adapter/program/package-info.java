/// Runs the programs that a profile names as hooks.
@NullMarked
package io.mxfail.adapter.program;

import org.jspecify.annotations.NullMarked;
