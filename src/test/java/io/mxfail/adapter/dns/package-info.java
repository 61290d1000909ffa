/// Lookups against name servers inside the process.
@NullMarked
package io.mxfail.adapter.dns;

import org.jspecify.annotations.NullMarked;
