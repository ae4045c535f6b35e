/** The metrics of a daemon, in the text format of Prometheus. */
@NullMarked
package io.actjs.actjsd.metric;

import org.jspecify.annotations.NullMarked;
