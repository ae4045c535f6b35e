/** Tags of actors: what may be one, and their text. */
@NullMarked
package io.actjs.model.tag;

import org.jspecify.annotations.NullMarked;
