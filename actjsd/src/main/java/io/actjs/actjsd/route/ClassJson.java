package io.actjs.actjsd.route;

import io.actjs.actjsd.http.JsonList;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.SignedBy;
import io.actjs.wire.JsonText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Class versions in answers. */
final class ClassJson {
  private ClassJson() {}

  /** Appends the members of a version in a list. */
  static void append(ClassVersion published, List<String> environments, StringBuilder json) {
    json.append("{\"name\":\"").append(published.ref().name());
    json.append("\",\"version\":\"").append(published.ref().version());
    json.append("\",\"sourceSha256\":\"").append(published.sha256());
    json.append("\",\"deps\":");
    appendTexts(published.deps(), json);
    json.append(",\"engines\":");
    appendTexts(published.engines(), json);
    json.append(",\"publishedAt\":").append(published.publishedAt());
    appendDeprecation(published.deprecation(), json);
    appendSignature(published.signedBy(), json);
    json.append(",\"floating\":").append(published.floating());
    json.append(",\"eventSourced\":").append(published.shape().kind() == ClassKind.EVENTS);
    json.append(",\"kind\":\"").append(published.shape().kind());
    json.append("\",\"durability\":\"").append(published.shape().durability());
    json.append("\",\"handlers\":");
    appendList(published.shape().handlers(), json);
    appendLimits(published.shape().limits(), json);
    json.append(",\"environments\":");
    appendList(environments, json);
    json.append('}');
  }

  /** Appends members; nothing for a version that sets no limits. */
  private static void appendLimits(ClassShape.Limits limits, StringBuilder json) {
    if (!limits.rate().isEmpty()) {
      JsonText.quote(limits.rate(), json.append(",\"rate\":"));
    }
    if (limits.maxActive() > 0) {
      json.append(",\"maxActive\":").append(limits.maxActive());
    }
  }

  /** Appends members; nothing for a healthy version. */
  static void appendDeprecation(@Nullable Deprecation deprecation, StringBuilder json) {
    if (deprecation == null) {
      return;
    }
    json.append(",\"deprecatedAt\":").append(deprecation.at());
    if (deprecation.graceUntil() != null) {
      json.append(",\"graceUntil\":").append(deprecation.graceUntil());
    }
    if (deprecation.reason() != null) {
      json.append(",\"deprecationReason\":");
      JsonText.quote(deprecation.reason(), json);
    }
  }

  /** Appends members; nothing for an unsigned version. */
  static void appendSignature(@Nullable SignedBy signedBy, StringBuilder json) {
    if (signedBy != null) {
      json.append(",\"signedBy\":");
      JsonText.quote(signedBy.kid(), json);
      json.append(",\"signatureScope\":\"");
      json.append(signedBy.scope().name().toLowerCase(Locale.ROOT)).append('"');
    }
  }

  /** Appends an object of strings. */
  static void appendTexts(Map<String, String> texts, StringBuilder json) {
    json.append('{');
    JsonList.append(
        texts.entrySet(),
        json,
        entry -> {
          JsonText.quote(entry.getKey(), json);
          JsonText.quote(entry.getValue(), json.append(':'));
        });
    json.append('}');
  }

  /** Appends an object of arrays of strings. */
  static void appendLists(Map<String, List<String>> lists, StringBuilder json) {
    json.append('{');
    JsonList.append(
        lists.entrySet(),
        json,
        entry -> {
          JsonText.quote(entry.getKey(), json);
          appendList(entry.getValue(), json.append(':'));
        });
    json.append('}');
  }

  private static void appendList(List<String> texts, StringBuilder json) {
    json.append('[');
    JsonList.append(texts, json, text -> JsonText.quote(text, json));
    json.append(']');
  }
}
