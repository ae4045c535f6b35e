/** Capabilities: what they say, the keys that sign them, and which of them are void. */
@NullMarked
package io.actjs.policy.capability;

import org.jspecify.annotations.NullMarked;
