/** Users by the certificates of their TLS connections. */
@NullMarked
package io.actjs.actjsd.access.mtls;

import org.jspecify.annotations.NullMarked;
