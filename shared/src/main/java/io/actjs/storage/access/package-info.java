/** The port to what is stored about access: tokens, capabilities, environments, and their kinds. */
@NullMarked
package io.actjs.storage.access;

import org.jspecify.annotations.NullMarked;
