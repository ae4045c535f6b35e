package io.actjs.actctl.codegen;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.actjs.engine.source.ClasspathText;
import java.util.Map;

/** The Mustache templates of {@code codegen-templates/}: texts in, text out, nothing is escaped. */
final class Templates {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true);

  private Templates() {}

  /**
   * What a template makes of values.
   *
   * @param name of the template's file, without {@code .mustache}
   */
  static String fill(String name, Map<String, ?> values) {
    Template template =
        COMPILER.compile(ClasspathText.read("/io/actjs/actctl/codegen/" + name + ".mustache"));
    return template.execute(values);
  }
}
