/// Record sets, their keys and answers, over dnsjava's names and records. Pure.
@NullMarked
package io.mxfail.core.dns;

import org.jspecify.annotations.NullMarked;
