package io.actjs.storage.postgres.pool;

/** The statements that keep connections in order. */
final class SessionSql {
  /**
   * Waits that end; a server that takes no acknowledgement before its disk has; each statement sees
   * what was committed before it began, which group commits rely on. All statements look rows up by
   * key: without scans and hashes a plan that was made while a table was small stays good when it
   * has grown.
   */
  static final String SETTINGS =
      """
      SELECT
        set_config('lock_timeout', '%d', false),
        set_config('statement_timeout', '%d', false),
        set_config('idle_in_transaction_session_timeout', '%d', false),
        set_config('default_transaction_isolation', 'read committed', false),
        set_config('synchronous_commit', CASE current_setting('synchronous_commit')
          WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false),
        set_config('enable_seqscan', 'off', false),
        set_config('enable_hashjoin', 'off', false),
        set_config('enable_mergejoin', 'off', false),
        set_config('jit', 'off', false),
        set_config('plan_cache_mode', 'force_generic_plan', false)
      """;

  static final String KEEP_TIMEOUT =
      "SELECT set_config('actjs.statement_timeout', current_setting('statement_timeout'), false)";

  static final String WITHOUT_END = "SET statement_timeout = 0";

  static final String RESTORE_TIMEOUT =
      "SELECT set_config('statement_timeout', current_setting('actjs.statement_timeout'), false)";

  static final String SET_ALIVE =
      """
      INSERT INTO liveness (one, beat) VALUES (1, 1)
      ON CONFLICT (one) DO UPDATE SET beat = liveness.beat + 1
      """;

  private SessionSql() {}
}
