package io.actjs.storage.audit;

import org.jspecify.annotations.Nullable;

/**
 * What became of the audit.
 *
 * @param sound how many entries are as they were written, up to the first that is not
 * @param ends as the verification found them
 * @param fault null when everything is as it was written
 */
public record AuditReport(long sound, AuditEnds ends, @Nullable AuditFault fault) {}
