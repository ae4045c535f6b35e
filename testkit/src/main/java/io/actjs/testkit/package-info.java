/** TestRuntime, a manual clock and a fault-injecting storage driver. */
@NullMarked
package io.actjs.testkit;

import org.jspecify.annotations.NullMarked;
