/// The command line: one class for each subcommand, from arguments to exit code.
@NullMarked
package io.mxfail.cli;

import org.jspecify.annotations.NullMarked;
