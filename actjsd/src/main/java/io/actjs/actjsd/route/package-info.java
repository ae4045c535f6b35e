/** The routes of the HTTP interface; the package shows one class, which registers them all. */
@NullMarked
package io.actjs.actjsd.route;

import org.jspecify.annotations.NullMarked;
