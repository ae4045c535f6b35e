package io.actjs.runtime.audit;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Pause;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.storage.audit.AuditAction;
import io.actjs.wire.JsonText;
import org.jspecify.annotations.Nullable;

/** What the audit is told of actors, each by the change itself. */
public final class ActorAudit {
  private ActorAudit() {}

  /** The name of the principal; that of the server for none. */
  public static String nameOf(@Nullable Principal principal) {
    return principal == null ? Principal.SYSTEM.sub() : principal.sub();
  }

  public static AuditEntry tombstoned(ActorRef ref, long at, @Nullable Principal by) {
    return AuditAction.ACTOR_TOMBSTONED.entry(
        at, nameOf(by), target(ref), actor(ref).append('}').toString());
  }

  /**
   * @param action a migration, or the rollback of one
   */
  public static AuditEntry moved(
      AuditAction action, ActorRef ref, Version from, Version to, long at, String by) {
    StringBuilder meta = actor(ref);
    JsonText.quote(from.toString(), meta.append(",\"fromVersion\":"));
    JsonText.quote(to.toString(), meta.append(",\"toVersion\":"));
    return action.entry(at, by, target(ref), meta.append('}').toString());
  }

  /**
   * @param action a dead letter is tried again, or dropped
   */
  public static AuditEntry exhumed(AuditAction action, InboxMessage dead, long at, String by) {
    StringBuilder meta = actor(dead.target());
    JsonText.quote(dead.id(), meta.append(",\"messageId\":"));
    JsonText.quote(dead.type(), meta.append(",\"type\":"));
    return action.entry(at, by, target(dead.target()), meta.append('}').toString());
  }

  public static AuditEntry reminderCancelled(ActorRef ref, String id, long at, String by) {
    StringBuilder meta = actor(ref);
    JsonText.quote(id, meta.append(",\"reminderId\":"));
    return AuditAction.REMINDER_CANCELLED.entry(at, by, target(ref), meta.append('}').toString());
  }

  public static AuditEntry paused(Pause pause) {
    StringBuilder meta = new StringBuilder("{\"reason\":");
    JsonText.quote(pause.reason(), meta);
    return (pause.id() == null ? AuditAction.CLASS_PAUSED : AuditAction.ACTOR_PAUSED)
        .entry(
            pause.at(),
            pause.by(),
            target(pause.className(), pause.id()),
            meta.append('}').toString());
  }

  /**
   * @param id of the actor; null for all of the class
   */
  public static AuditEntry resumed(String className, @Nullable String id, long at, String by) {
    return (id == null ? AuditAction.CLASS_RESUMED : AuditAction.ACTOR_RESUMED)
        .entry(at, by, target(className, id), "{}");
  }

  /** The target of an entry about the actor. */
  public static String target(ActorRef ref) {
    return target(ref.className(), ref.id());
  }

  private static String target(String className, @Nullable String id) {
    return id == null ? className : className + ':' + id;
  }

  private static StringBuilder actor(ActorRef ref) {
    StringBuilder meta = new StringBuilder("{\"actorId\":");
    JsonText.quote(ref.id(), meta);
    JsonText.quote(ref.className(), meta.append(",\"class\":"));
    return meta;
  }
}
