/** The reminders of all actors, for operators. */
@NullMarked
package io.actjs.actjsd.reminder;

import org.jspecify.annotations.NullMarked;
