/** Users by a function that the operator of the server has written: {@code auth.ts}. */
@NullMarked
package io.actjs.actjsd.access.hook;

import org.jspecify.annotations.NullMarked;
