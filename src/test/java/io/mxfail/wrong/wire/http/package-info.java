/// Part of a program that breaks the rules of the architecture.
@NullMarked
package io.mxfail.wrong.wire.http;

import org.jspecify.annotations.NullMarked;
