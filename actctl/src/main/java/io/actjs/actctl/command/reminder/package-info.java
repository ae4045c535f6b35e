/** Commands for reminders. */
@NullMarked
package io.actjs.actctl.command.reminder;

import org.jspecify.annotations.NullMarked;
