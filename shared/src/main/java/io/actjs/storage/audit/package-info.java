/**
 * The port to the audit: a chain of entries of which none can go, come or change without a trace.
 */
@NullMarked
package io.actjs.storage.audit;

import org.jspecify.annotations.NullMarked;
