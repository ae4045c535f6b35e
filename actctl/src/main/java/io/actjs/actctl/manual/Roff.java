package io.actjs.actctl.manual;

/** Text in the language of manual pages. */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  private Roff() {}

  /**
   * A page.
   *
   * @param section of the manual
   * @param version of the software
   */
  static Roff page(String name, int section, String version) {
    Roff page = new Roff();
    page.text.append(
        ".TH \"%s\" %d \"\" \"actjs %s\" \"actjs\"\n"
            .formatted(escape(name.toUpperCase(java.util.Locale.ROOT)), section, escape(version)));
    return page;
  }

  Roff section(String title) {
    text.append(".SH ").append(title).append('\n');
    return this;
  }

  /** Text that is filled; an empty line begins a paragraph. */
  Roff paragraphs(String... lines) {
    for (String each : String.join("\n", lines).strip().split("\n", -1)) {
      if (each.isBlank()) {
        text.append(".PP\n");
      } else {
        line(escape(each.strip()));
      }
    }
    return this;
  }

  /** An entry of a list, its tag in bold. */
  Roff entry(String tag, String... description) {
    text.append(".TP\n");
    line("\\fB" + escape(tag) + "\\fR");
    return paragraphs(description);
  }

  /** Lines that stay as they are. */
  Roff verbatim(Iterable<String> lines) {
    text.append(".nf\n");
    lines.forEach(each -> line(escape(each)));
    text.append(".fi\n");
    return this;
  }

  /** Text that is in the language already. */
  Roff raw(String roff) {
    text.append(roff);
    return this;
  }

  private void line(String escaped) {
    // A line that begins with one of these would be a request.
    text.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "");
    text.append(escaped).append('\n');
  }

  static String escape(String plain) {
    return plain
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti")
        .replace("…", "\\&...")
        .replace("–", "\\(en")
        .replace("×", "\\(mu")
        .replace("→", "\\(->");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
