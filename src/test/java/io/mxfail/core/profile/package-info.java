/// Tests of how profiles are read.
@NullMarked
package io.mxfail.core.profile;

import org.jspecify.annotations.NullMarked;
