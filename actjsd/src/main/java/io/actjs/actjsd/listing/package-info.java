/** Lists of actors over HTTP: what is asked for, and how actors look there. */
@NullMarked
package io.actjs.actjsd.listing;

import org.jspecify.annotations.NullMarked;
