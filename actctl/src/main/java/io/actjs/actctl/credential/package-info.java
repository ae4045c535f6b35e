/** What lets {@code actctl} in, and the files of the user that keep it. */
@NullMarked
package io.actjs.actctl.credential;

import org.jspecify.annotations.NullMarked;
