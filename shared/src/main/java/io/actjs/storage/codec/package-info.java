/** The binary forms of what is stored and sent, and the formats that they were written in. */
@NullMarked
package io.actjs.storage.codec;

import org.jspecify.annotations.NullMarked;
