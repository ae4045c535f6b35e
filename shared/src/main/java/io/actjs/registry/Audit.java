package io.actjs.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Promotion;
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import io.actjs.storage.audit.AuditAction;
import java.util.List;

/** The audit entries of each change. */
final class Audit {
  private Audit() {}

  static List<AuditEntry> published(ClassVersion version, String principal) {
    ObjectNode meta =
        meta()
            .put("sha256", version.sha256())
            .put("floating", version.floating())
            .put("eventSourced", version.shape().kind() == ClassKind.EVENTS);
    SignedBy signedBy = version.signedBy();
    if (signedBy == null) {
      return List.of(entry(version, principal, AuditAction.CLASS_PUBLISHED, meta));
    }
    ObjectNode signed =
        meta()
            .put("sha256", version.sha256())
            .put("kid", signedBy.kid())
            .put("scope", signedBy.scope().name());
    return List.of(
        entry(
            version, principal, AuditAction.CLASS_PUBLISHED, meta.put("signedBy", signedBy.kid())),
        entry(version, principal, AuditAction.CLASS_SIGNED, signed));
  }

  private static AuditEntry entry(
      ClassVersion version, String principal, AuditAction action, ObjectNode meta) {
    return entry(version.publishedAt(), principal, action, version.ref().toString(), meta);
  }

  static AuditEntry deprecated(ClassRef ref, Deprecation deprecation, String principal) {
    ObjectNode meta = meta();
    if (deprecation.graceUntil() != null) {
      meta.put("graceUntilMs", deprecation.graceUntil());
    }
    if (deprecation.reason() != null) {
      meta.put("reason", deprecation.reason());
    }
    return entry(deprecation.at(), principal, AuditAction.CLASS_DEPRECATED, ref.toString(), meta);
  }

  static AuditEntry promoted(Promotion promotion, String principal) {
    return entry(
        promotion.at(),
        principal,
        AuditAction.CLASS_PROMOTED,
        promotion.ref().toString(),
        meta().put("environment", promotion.environment()));
  }

  static AuditEntry keyAdded(SigningKey key, String principal) {
    return entry(
        key.addedAt(),
        principal,
        AuditAction.SIGNING_KEY_ADDED,
        key.kid(),
        meta().put("algorithm", "EdDSA"));
  }

  static AuditEntry keyRevoked(String kid, long revokedAt, String principal) {
    return entry(
        revokedAt,
        principal,
        AuditAction.SIGNING_KEY_REVOKED,
        kid,
        meta().put("revokedAt", revokedAt));
  }

  private static ObjectNode meta() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static AuditEntry entry(
      long at, String principal, AuditAction action, String target, ObjectNode meta) {
    return action.entry(at, principal, target, meta.toString());
  }
}
