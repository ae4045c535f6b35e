/** Users named by a service that shares a secret with the server. */
@NullMarked
package io.actjs.actjsd.access.hmac;

import org.jspecify.annotations.NullMarked;
