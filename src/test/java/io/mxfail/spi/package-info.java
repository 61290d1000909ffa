/// What every DNS-provider adapter must do, as tests to extend.
@NullMarked
package io.mxfail.spi;

import org.jspecify.annotations.NullMarked;
