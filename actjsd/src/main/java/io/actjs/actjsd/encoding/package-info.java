/** Compressed bodies and messages: what is accepted, and what is sent. */
@NullMarked
package io.actjs.actjsd.encoding;

import org.jspecify.annotations.NullMarked;
