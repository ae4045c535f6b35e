/** The server as a whole, for those who operate it: how it is, and its end. */
@NullMarked
package io.actjs.actjsd.control;

import org.jspecify.annotations.NullMarked;
