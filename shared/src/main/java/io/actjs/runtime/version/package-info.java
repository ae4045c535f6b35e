/** Which version of its class an actor runs. */
@NullMarked
package io.actjs.runtime.version;

import org.jspecify.annotations.NullMarked;
