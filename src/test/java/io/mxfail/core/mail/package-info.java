/// Tests of what mail records mean.
@NullMarked
package io.mxfail.core.mail;

import org.jspecify.annotations.NullMarked;
