/// What is planned, in which order, and what can go wrong on the way.
@NullMarked
package io.mxfail.core.plan;

import org.jspecify.annotations.NullMarked;
