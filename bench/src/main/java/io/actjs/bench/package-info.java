/** The figures: each measures the server beside a yardstick and asserts its own work count. */
@NullMarked
package io.actjs.bench;

import org.jspecify.annotations.NullMarked;
