/** Static tokens: their texts, whom they stand for, and which of them are known. */
@NullMarked
package io.actjs.actjsd.token;

import org.jspecify.annotations.NullMarked;
