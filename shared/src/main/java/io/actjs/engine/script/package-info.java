/** Programs of authors that are no actors, such as tests, in isolates of their own. */
@NullMarked
package io.actjs.engine.script;

import org.jspecify.annotations.NullMarked;
