/** What the disk takes, and what a process asks of it. */
@NullMarked
package io.actjs.bench.disk;

import org.jspecify.annotations.NullMarked;
