/// Tests of the command line.
@NullMarked
package io.mxfail.cli;

import org.jspecify.annotations.NullMarked;
