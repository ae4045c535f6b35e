package io.actjs.actctl.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code Name@range} on a command line; the server checks both. */
public record NameAtRange(String name, String range) {

  /** Parses one. */
  public static final class Converter implements ITypeConverter<NameAtRange> {
    @Override
    public NameAtRange convert(String text) {
      int at = text.indexOf('@');
      if (at <= 0 || at == text.length() - 1) {
        throw new TypeConversionException(
            "expected NAME@VERSION, such as Cart@^1.2.0, got '" + text + "'");
      }
      return new NameAtRange(text.substring(0, at), text.substring(at + 1));
    }
  }

  /** Name to range; the last one counts for a name given twice. */
  public static Map<String, String> map(List<NameAtRange> all) {
    Map<String, String> map = new LinkedHashMap<>();
    all.forEach(it -> map.put(it.name(), it.range()));
    return map;
  }

  @Override
  public String toString() {
    return name + "@" + range;
  }
}
