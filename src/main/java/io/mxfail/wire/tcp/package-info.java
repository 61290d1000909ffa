/// Connections whose reads end in time, however little the other side sends.
@NullMarked
package io.mxfail.wire.tcp;

import org.jspecify.annotations.NullMarked;
