/** Talks to a server: requests, subscriptions, and the same as curl lines. */
@NullMarked
package io.actjs.actctl.client;

import org.jspecify.annotations.NullMarked;
