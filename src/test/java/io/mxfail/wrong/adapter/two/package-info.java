/// Part of a program that breaks the rules of the architecture.
@NullMarked
package io.mxfail.wrong.adapter.two;

import org.jspecify.annotations.NullMarked;
