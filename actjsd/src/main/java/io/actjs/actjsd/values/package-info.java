/** Answers that are read value by value, as a handler yields them. */
@NullMarked
package io.actjs.actjsd.values;

import org.jspecify.annotations.NullMarked;
