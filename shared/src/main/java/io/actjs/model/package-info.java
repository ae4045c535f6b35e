/** The nouns of the product: actors, versions, turns, problems. Depends on nothing. */
@NullMarked
package io.actjs.model;

import org.jspecify.annotations.NullMarked;
