/** How changes that other servers make in a shared store are noticed. */
@NullMarked
package io.actjs.registry.change;

import org.jspecify.annotations.NullMarked;
