/// Dynamic updates against servers inside the process and real ones.
@NullMarked
package io.mxfail.adapter.rfc2136;

import org.jspecify.annotations.NullMarked;
