/** Published class versions: validation, publishing, lookup. */
@NullMarked
package io.actjs.registry;

import org.jspecify.annotations.NullMarked;
