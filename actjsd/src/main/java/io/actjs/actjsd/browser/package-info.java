/** The client for browsers, as pages load it from the server. */
@NullMarked
package io.actjs.actjsd.browser;

import org.jspecify.annotations.NullMarked;
