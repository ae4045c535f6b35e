/** Limits and budgets: how much of everything there may be. */
@NullMarked
package io.actjs.policy;

import org.jspecify.annotations.NullMarked;
