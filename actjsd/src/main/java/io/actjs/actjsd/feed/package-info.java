/** What goes to subscribers, whichever way they are connected. */
@NullMarked
package io.actjs.actjsd.feed;

import org.jspecify.annotations.NullMarked;
