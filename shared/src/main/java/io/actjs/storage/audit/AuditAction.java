package io.actjs.storage.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.model.AuditEntry;

/**
 * Everything that the server audits by itself. Changes of the store carry their entries in their
 * own transactions; only what changes nothing ({@link #changesStore}) is appended alone.
 */
public enum AuditAction {
  CLASS_PUBLISHED("class.published"),
  CLASS_SIGNED("class.signed"),
  CLASS_DEPRECATED("class.deprecated"),
  CLASS_PROMOTED("class.promoted"),
  CLASS_PAUSED("class.paused"),
  CLASS_RESUMED("class.resumed"),
  SIGNING_KEY_ADDED("signing-key.added"),
  SIGNING_KEY_REVOKED("signing-key.revoked"),
  ACTOR_TOMBSTONED("actor.tombstoned"),
  ACTOR_MIGRATED("actor.migrated"),
  ACTOR_ROLLED_BACK("actor.rolledBack"),
  ACTOR_PAUSED("actor.paused"),
  ACTOR_RESUMED("actor.resumed"),
  DEAD_LETTER_RETRIED("dead-letter.retried"),
  DEAD_LETTER_DROPPED("dead-letter.dropped"),
  REMINDER_CANCELLED("reminder.cancelled"),
  TOKEN_CREATED("token.created"),
  TOKEN_REVOKED("token.revoked"),
  TOKEN_ERASED("token.erased"),
  CAPABILITY_MINTED("capability.minted"),
  CAPABILITY_REVOKED("capability.revoked"),
  CAPABILITY_KEY_ADDED("capability-key.added"),
  CAPABILITY_KEY_RETIRED("capability-key.retired"),
  ENV_SET("env.set"),
  ENV_UNSET("env.unset"),
  SECRET_KEY_ROTATED("secret-key.rotated"),
  ACCESS_UNAUTHORIZED("access.unauthorized"),
  ACCESS_FORBIDDEN("access.forbidden"),
  ACCESS_TICKET_USED("access.ticket-used"),
  ACCESS_LOGIN("access.login"),
  ACCESS_ACTING_AS("access.acting-as"),
  POLICY_DENIED("policy.denied"),
  PERSON_FORGETTING("person.forgetting"),
  PERSON_FORGOTTEN("person.forgotten"),
  CONFIG_RELOADED("config.reloaded"),
  STORE_LOSS_ACCEPTED("store.loss-accepted"),
  SERVER_STOPPED("server.stopped");

  private final String text;

  AuditAction(String text) {
    this.text = text;
  }

  /** As entries have it. */
  public String text() {
    return text;
  }

  /** Whether it is a change of the store, which is stored together with its entry or not at all. */
  public boolean changesStore() {
    return switch (this) {
      case ACCESS_UNAUTHORIZED,
          ACCESS_FORBIDDEN,
          ACCESS_TICKET_USED,
          ACCESS_LOGIN,
          ACCESS_ACTING_AS,
          POLICY_DENIED,
          CAPABILITY_MINTED,
          PERSON_FORGETTING,
          PERSON_FORGOTTEN,
          CONFIG_RELOADED,
          STORE_LOSS_ACCEPTED,
          SERVER_STOPPED ->
          false;
      default -> true;
    };
  }

  /**
   * An entry of the action.
   *
   * @param at milliseconds since 1970
   * @param meta a JSON object
   */
  public AuditEntry entry(long at, String principal, String target, String meta) {
    return new AuditEntry(
        UuidCreator.getTimeOrderedEpochPlus1().toString(), at, principal, text, target, meta);
  }

  @Override
  public String toString() {
    return text;
  }
}
