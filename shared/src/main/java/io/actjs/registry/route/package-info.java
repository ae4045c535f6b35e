/** Raw routes: which handler of which class serves a path. */
@NullMarked
package io.actjs.registry.route;

import org.jspecify.annotations.NullMarked;
