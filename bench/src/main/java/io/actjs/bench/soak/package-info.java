/** A daemon under everything that a long life is made of; nothing of it may grow. */
@NullMarked
package io.actjs.bench.soak;

import org.jspecify.annotations.NullMarked;
