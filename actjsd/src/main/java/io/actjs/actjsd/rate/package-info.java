/** How often a principal, or an address, may ask. */
@NullMarked
package io.actjs.actjsd.rate;

import org.jspecify.annotations.NullMarked;
