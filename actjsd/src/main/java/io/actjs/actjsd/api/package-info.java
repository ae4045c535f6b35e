/** What the server says of itself: its routes, its messages and the handlers of its classes. */
@NullMarked
package io.actjs.actjsd.api;

import org.jspecify.annotations.NullMarked;
