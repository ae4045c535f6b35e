/** V8 isolates, the kernel protocol, and the TypeScript compiler. */
@NullMarked
package io.actjs.engine;

import org.jspecify.annotations.NullMarked;
