/** Who may reach the server, and who a client is when proxies stand between. */
@NullMarked
package io.actjs.actjsd.edge;

import org.jspecify.annotations.NullMarked;
