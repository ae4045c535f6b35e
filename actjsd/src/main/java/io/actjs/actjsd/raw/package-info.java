/**
 * Raw routes over HTTP: requests as they come, to handlers that say themselves what is answered.
 */
@NullMarked
package io.actjs.actjsd.raw;

import org.jspecify.annotations.NullMarked;
