/** From positions in compiled code to those in its author's. */
@NullMarked
package io.actjs.engine.source;

import org.jspecify.annotations.NullMarked;
