/** Subscriptions as streams of server-sent events. */
@NullMarked
package io.actjs.actjsd.sse;

import org.jspecify.annotations.NullMarked;
