/** Commands that write into the folder of an author. */
@NullMarked
package io.actjs.actctl.command.project;

import org.jspecify.annotations.NullMarked;
