/// All that the author of a DNS-provider adapter needs.
@NullMarked
package io.mxfail.spi;

import org.jspecify.annotations.NullMarked;
