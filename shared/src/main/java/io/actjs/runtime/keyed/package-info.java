/** Requests under idempotency keys: done once, and answered again as they were the first time. */
@NullMarked
package io.actjs.runtime.keyed;

import org.jspecify.annotations.NullMarked;
