/** The server's log: lines that no thread of the runtime ever writes itself. */
@NullMarked
package io.actjs.actjsd.log;

import org.jspecify.annotations.NullMarked;
