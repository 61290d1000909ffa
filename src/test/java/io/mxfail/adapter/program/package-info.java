/// Tests of starting hooks.
@NullMarked
package io.mxfail.adapter.program;

import org.jspecify.annotations.NullMarked;
