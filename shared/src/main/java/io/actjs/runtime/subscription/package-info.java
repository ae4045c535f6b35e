/** Who watches which actor, and what they are shown of it. */
@NullMarked
package io.actjs.runtime.subscription;

import org.jspecify.annotations.NullMarked;
