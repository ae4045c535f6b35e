/** The commands under manifest. */
@NullMarked
package io.actjs.actctl.command.manifest;

import org.jspecify.annotations.NullMarked;
