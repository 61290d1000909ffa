/// Every rule with a case in which all is well and one in which it speaks up.
@NullMarked
package io.mxfail.core.guard;

import org.jspecify.annotations.NullMarked;
