/** What a plain in-memory web server does: the measure for ours. */
@NullMarked
package io.actjs.bench.yardstick;

import org.jspecify.annotations.NullMarked;
