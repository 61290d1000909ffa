/// How far new data has come: what each server answers, and what follows. Pure.
@NullMarked
package io.mxfail.core.propagation;

import org.jspecify.annotations.NullMarked;
