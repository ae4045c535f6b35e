/** TCP connections: how many there are, who reads them, when they end. */
@NullMarked
package io.actjs.actjsd.connection;

import org.jspecify.annotations.NullMarked;
