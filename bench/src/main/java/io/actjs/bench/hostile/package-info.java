/** All that has ended servers at once, beside callers that do nothing wrong. */
@NullMarked
package io.actjs.bench.hostile;

import org.jspecify.annotations.NullMarked;
