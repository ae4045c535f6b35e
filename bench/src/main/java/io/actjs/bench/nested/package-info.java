/** Accounts that pay each other by awaited calls, in a runtime of this process. */
@NullMarked
package io.actjs.bench.nested;

import org.jspecify.annotations.NullMarked;
