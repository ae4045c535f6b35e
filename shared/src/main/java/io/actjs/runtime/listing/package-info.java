/** Lists of actors: which of them, page by page. */
@NullMarked
package io.actjs.runtime.listing;

import org.jspecify.annotations.NullMarked;
