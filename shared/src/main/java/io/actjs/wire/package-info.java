/** What travels: problem documents, JSON-RPC frames, canonical JSON and hashes. */
@NullMarked
package io.actjs.wire;

import org.jspecify.annotations.NullMarked;
