/** Runs test files against runtimes of their own, in V8. */
@NullMarked
package io.actjs.actctl.test;

import org.jspecify.annotations.NullMarked;
