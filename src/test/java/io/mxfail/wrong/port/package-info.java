/// Part of a program that breaks the rules of the architecture.
@NullMarked
package io.mxfail.wrong.port;

import org.jspecify.annotations.NullMarked;
