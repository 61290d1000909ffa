/// What the use cases need from outside.
@NullMarked
package io.mxfail.port;

import org.jspecify.annotations.NullMarked;
