/** The process among others on one store: which of them works on it. */
@NullMarked
package io.actjs.runtime.node;

import org.jspecify.annotations.NullMarked;
