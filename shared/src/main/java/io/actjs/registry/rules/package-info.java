/** Policies that are written as rules, in YAML, and become JavaScript when they are published. */
@NullMarked
package io.actjs.registry.rules;

import org.jspecify.annotations.NullMarked;
