/// Zones written by a program of the operator, one JSON request a process.
@NullMarked
package io.mxfail.adapter.exec;

import org.jspecify.annotations.NullMarked;
