/// Bridges: the example of the documentation over real servers, and hostile ones.
@NullMarked
package io.mxfail.adapter.exec;

import org.jspecify.annotations.NullMarked;
