/** Capabilities that actors mint for themselves. */
@NullMarked
package io.actjs.runtime.minting;

import org.jspecify.annotations.NullMarked;
