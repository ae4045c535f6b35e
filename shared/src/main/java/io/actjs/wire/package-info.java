/** The formats on the wire: problem documents, JSON-RPC frames, canonical JSON and patches. */
@NullMarked
package io.actjs.wire;

import org.jspecify.annotations.NullMarked;
