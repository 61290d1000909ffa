/// Record sets, names and strings of TXT records.
@NullMarked
package io.mxfail.core.dns;

import org.jspecify.annotations.NullMarked;
