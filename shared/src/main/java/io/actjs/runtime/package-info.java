/** Directory, hosts, mailboxes, turns, the output gate and subscriptions. */
@NullMarked
package io.actjs.runtime;

import org.jspecify.annotations.NullMarked;
