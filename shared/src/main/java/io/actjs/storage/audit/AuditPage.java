package io.actjs.storage.audit;

import java.util.List;

/**
 * The answer to an {@link AuditQuery}. It may have fewer entries than asked for, even none,
 * although more match: it looks at a bounded number of entries.
 *
 * @param next the {@code from} of the query that goes on
 * @param more whether there were entries that were not looked at
 */
public record AuditPage(List<ChainedEntry> entries, long next, boolean more) {}
