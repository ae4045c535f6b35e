/** What long runs share: a daemon that is watched from outside, and callers that do no wrong. */
@NullMarked
package io.actjs.bench.endurance;

import org.jspecify.annotations.NullMarked;
