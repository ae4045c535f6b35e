package io.actjs.actjsd.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenAPI document as a page: one HTML text, without scripts and without anything from
 * elsewhere.
 */
final class ReadablePage {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
      nav ul{columns:3;padding-left:1.2rem}h2{border-bottom:1px solid #ccc;margin-top:3rem}
      section{margin:2rem 0}h3{font-size:1rem}code,pre,h3{font-family:ui-monospace,monospace}
      pre{background:#f5f5f5;padding:.7rem;overflow:auto}table{border-collapse:collapse;width:100%}
      td,th{text-align:left;vertical-align:top;border-bottom:1px solid #eee;padding:.2rem .6rem .2rem 0}
      .m{display:inline-block;min-width:4rem;text-transform:uppercase;color:#0550ae}
      @media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}pre{background:#222}.m,a{color:#79b8ff}
      h2{border-color:#444}td,th{border-color:#333}}
      """;

  /** What the page may load: nothing; its style is named by its hash. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(hash(STYLE));

  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  private final JsonNode document;
  private final StringBuilder html = new StringBuilder(64 << 10);

  private ReadablePage(JsonNode document) {
    this.document = document;
  }

  static String of(JsonNode document) {
    return new ReadablePage(document).page();
  }

  private static String hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private String page() {
    JsonNode info = document.path("info");
    String title = text(info.path("title")) + " " + text(info.path("version"));
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(title)
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(title)
        .append("</h1><p>")
        .append(prose(info.path("description")))
        .append("</p><p>For programs: <a href=\"openapi.json\">OpenAPI</a>, ")
        .append("<a href=\"asyncapi.json\">AsyncAPI</a>.</p><nav><ul>");
    for (JsonNode tag : document.path("tags")) {
      String name = text(tag.path("name"));
      html.append("<li><a href=\"#tag-%s\">%s</a></li>".formatted(name, name));
    }
    html.append("<li><a href=\"#schemas\">schemas</a></li></ul></nav>");
    for (JsonNode tag : document.path("tags")) {
      tag(tag);
    }
    schemas();
    return html.append("</body></html>\n").toString();
  }

  private void tag(JsonNode tag) {
    String name = text(tag.path("name"));
    html.append("<h2 id=\"tag-%s\">%s</h2><p>".formatted(name, name));
    html.append(prose(tag.path("description"))).append("</p>");
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (method.getValue().path("tags").path(0).equals(tag.path("name"))) {
                            operation(path.getKey(), method.getKey(), method.getValue());
                          }
                        }));
  }

  private void operation(String path, String method, JsonNode operation) {
    html.append("<section id=\"").append(text(operation.path("operationId")));
    html.append("\"><h3><span class=\"m\">").append(escaped(method)).append("</span> ");
    html.append(escaped(path)).append("</h3><p>").append(prose(operation.path("summary")));
    if (operation.has("security")) {
      html.append(" Needs the admin token.");
    }
    html.append("</p>");
    if (operation.has("description")) {
      html.append("<p>").append(prose(operation.path("description"))).append("</p>");
    }
    parameters(operation.path("parameters"));
    if (operation.has("requestBody")) {
      boolean required = operation.path("requestBody").path("required").booleanValue();
      html.append("<p>Body").append(required ? "" : " (optional)").append(":</p>");
      content(operation.path("requestBody").path("content"));
    }
    operation
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              JsonNode it = resolved(answer.getValue());
              html.append("<p><b>").append(escaped(answer.getKey())).append("</b> ");
              html.append(prose(it.path("description"))).append("</p>");
              if (answer.getKey().charAt(0) < '4') {
                content(it.path("content"));
              }
            });
    html.append("</section>");
  }

  private void parameters(JsonNode parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    html.append("<table><tr><th>parameter</th><th>in</th><th></th></tr>");
    for (JsonNode reference : parameters) {
      JsonNode it = resolved(reference);
      html.append("<tr><td><code>").append(text(it.path("name"))).append("</code></td><td>");
      html.append(text(it.path("in"))).append("</td><td>").append(prose(it.path("description")));
      html.append(it.path("required").booleanValue() ? " Required." : "").append("</td></tr>");
    }
    html.append("</table>");
  }

  private void content(JsonNode content) {
    content
        .properties()
        .forEach(
            media -> {
              html.append("<p>").append(escaped(media.getKey())).append("</p>");
              JsonNode schema = media.getValue().path("schema");
              String name = schema.size() == 1 ? nameOf(schema) : "";
              if (!name.isEmpty()) {
                html.append("<p><a href=\"#schema-%s\">%s</a></p>".formatted(name, name));
              } else {
                code(schema);
              }
              if (media.getValue().has("example")) {
                html.append("<p>For example</p>");
                code(media.getValue().path("example"));
              }
            });
  }

  private void schemas() {
    html.append("<h2 id=\"schemas\">schemas</h2>");
    document
        .path("components")
        .path("schemas")
        .properties()
        .forEach(
            it -> {
              String name = escaped(it.getKey());
              html.append("<section id=\"schema-%s\"><h3>%s</h3>".formatted(name, name));
              code(it.getValue());
              html.append("</section>");
            });
  }

  private void code(JsonNode json) {
    html.append("<pre>").append(escaped(json.toPrettyString())).append("</pre>");
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").textValue().substring(1)) : node;
  }

  /** The schema that a reference names. */
  private static String nameOf(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return escaped(reference.substring(reference.lastIndexOf('/') + 1));
  }

  private static String prose(JsonNode text) {
    Matcher code = CODE.matcher(text(text));
    return code.replaceAll("<code>$1</code>");
  }

  private static String text(JsonNode text) {
    return escaped(text.asText());
  }

  private static String escaped(String text) {
    String escaped = text;
    for (List<String> each :
        List.of(
            List.of("&", "&amp;"),
            List.of("<", "&lt;"),
            List.of(">", "&gt;"),
            List.of("\"", "&quot;"))) {
      escaped = escaped.replace(each.getFirst(), each.getLast());
    }
    return escaped;
  }
}
