/** What a daemon counts, in the text format of Prometheus. */
@NullMarked
package io.actjs.actjsd.metric;

import org.jspecify.annotations.NullMarked;
