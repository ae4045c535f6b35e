/** The commands about published versions: publish, list, deprecate, promote. */
@NullMarked
package io.actjs.actctl.command.publish;

import org.jspecify.annotations.NullMarked;
