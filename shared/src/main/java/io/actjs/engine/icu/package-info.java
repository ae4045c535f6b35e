/** The build step that makes V8's data file of ICU4J's; the server does not use it. */
@NullMarked
package io.actjs.engine.icu;

import org.jspecify.annotations.NullMarked;
