/** What leaves the process, and what holds it back until all that it saw is durable. */
@NullMarked
package io.actjs.runtime.output;

import org.jspecify.annotations.NullMarked;
