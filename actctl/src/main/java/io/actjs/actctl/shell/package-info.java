/** The interactive shell: snippets of TypeScript against live actors. */
@NullMarked
package io.actjs.actctl.shell;

import org.jspecify.annotations.NullMarked;
