/** Lets reminders become messages when they are due. */
@NullMarked
package io.actjs.runtime.reminder;

import org.jspecify.annotations.NullMarked;
