/** The binary forms of stored and sent data, in current and former formats. */
@NullMarked
package io.actjs.storage.codec;

import org.jspecify.annotations.NullMarked;
