/// How far new data has come, table by table.
@NullMarked
package io.mxfail.core.propagation;

import org.jspecify.annotations.NullMarked;
