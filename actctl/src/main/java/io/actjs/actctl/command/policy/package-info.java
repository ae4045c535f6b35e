/** Commands that concern policies. */
@NullMarked
package io.actjs.actctl.command.policy;

import org.jspecify.annotations.NullMarked;
