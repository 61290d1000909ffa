/// The command-line program: [Main][io.mxfail.Main] wires the rooms together.
@NullMarked
package io.mxfail;

import org.jspecify.annotations.NullMarked;
