/** V8 as a part of this process: its library, its data, its flags. */
@NullMarked
package io.actjs.engine.v8;

import org.jspecify.annotations.NullMarked;
