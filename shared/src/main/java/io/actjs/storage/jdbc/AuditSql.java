package io.actjs.storage.jdbc;

/** The statements on the audit that all databases word alike. Tables: {@code V12__access.sql}. */
final class AuditSql {
  /** The newest entry: ordinal, chain; then those of the base. */
  static final String ENDS =
      "SELECT ordinal, chain, base_ordinal, base_chain FROM audit_head WHERE one = 1";

  static final String INSERT =
      """
      INSERT INTO audit (ordinal, chain, id, at, principal, action, target, meta)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String SET_HEAD = "UPDATE audit_head SET ordinal = ?, chain = ? WHERE one = 1";

  static final String SET_BASE =
      "UPDATE audit_head SET base_ordinal = ?, base_chain = ? WHERE one = 1";

  static final String AFTER =
      """
      SELECT ordinal, chain, id, at, principal, action, target, meta FROM audit
      WHERE ordinal > ? ORDER BY ordinal LIMIT ?
      """;

  static final String BEFORE =
      """
      SELECT ordinal, chain, id, at, principal, action, target, meta FROM audit
      WHERE ordinal < ? ORDER BY ordinal DESC LIMIT ?
      """;

  static final String ALL =
      """
      SELECT ordinal, chain, id, at, principal, action, target, meta FROM audit ORDER BY ordinal
      """;

  static final String SET_CHAIN = "UPDATE audit SET chain = ? WHERE ordinal = ?";

  static final String DROP = "DELETE FROM audit WHERE ordinal > ? AND ordinal <= ?";

  private AuditSql() {}
}
