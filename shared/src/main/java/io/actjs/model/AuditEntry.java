package io.actjs.model;

/**
 * One administrative action: who did it, and to what.
 *
 * @param id UUIDv7
 * @param at milliseconds since 1970
 * @param principal the caller
 * @param action such as {@code class.published}
 * @param target such as {@code Cart@1.0.0}
 * @param meta a JSON object
 */
public record AuditEntry(
    String id, long at, String principal, String action, String target, String meta) {}
