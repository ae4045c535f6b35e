/** How much of the authors' sources ran in tests. */
@NullMarked
package io.actjs.actctl.coverage;

import org.jspecify.annotations.NullMarked;
