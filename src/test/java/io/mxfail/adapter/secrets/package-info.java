@NullMarked
package io.mxfail.adapter.secrets;

import org.jspecify.annotations.NullMarked;
