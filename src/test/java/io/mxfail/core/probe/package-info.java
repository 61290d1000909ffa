@NullMarked
package io.mxfail.core.probe;

import org.jspecify.annotations.NullMarked;
