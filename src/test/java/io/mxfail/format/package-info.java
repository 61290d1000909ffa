/// Tests of the formats.
@NullMarked
package io.mxfail.format;

import org.jspecify.annotations.NullMarked;
