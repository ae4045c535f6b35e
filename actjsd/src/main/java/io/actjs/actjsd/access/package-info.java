/** Who sends a request: what it presents, and what is made of that. */
@NullMarked
package io.actjs.actjsd.access;

import org.jspecify.annotations.NullMarked;
