/// What was observed, what changes, in which order, and how it can fail. Pure.
@NullMarked
package io.mxfail.core.plan;

import org.jspecify.annotations.NullMarked;
