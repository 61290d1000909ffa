/// The use cases: one class for each thing an operator can ask for.
@NullMarked
package io.mxfail.app;

import org.jspecify.annotations.NullMarked;
