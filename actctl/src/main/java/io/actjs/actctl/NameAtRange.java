package io.actjs.actctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code Name@range} on a command line; the server checks both. */
record NameAtRange(String name, String range) {

  /** Reads one. */
  static final class Converter implements ITypeConverter<NameAtRange> {
    @Override
    public NameAtRange convert(String text) {
      int at = text.indexOf('@');
      if (at <= 0 || at == text.length() - 1) {
        throw new TypeConversionException(
            "'" + text + "' has another form than Name@version, such as Cart@^1.2.0");
      }
      return new NameAtRange(text.substring(0, at), text.substring(at + 1));
    }
  }

  /** An object of them all. */
  static ObjectNode object(List<NameAtRange> all) {
    ObjectNode object = Json.object();
    all.forEach(it -> object.put(it.name(), it.range()));
    return object;
  }

  @Override
  public String toString() {
    return name + "@" + range;
  }
}
