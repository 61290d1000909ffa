/// One codec per stable format: every JSON that mxfail writes or reads is written and read here.
@NullMarked
package io.mxfail.format;

import org.jspecify.annotations.NullMarked;
