/** What a running daemon takes of a configuration that is read again. */
@NullMarked
package io.actjs.actjsd.reload;

import org.jspecify.annotations.NullMarked;
