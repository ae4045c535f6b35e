package io.actjs.storage.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A text of any characters as an argument of a statement. PostgreSQL's type of texts has no U+0000,
 * so its columns for these hold UTF-8; {@link Rows#utf8} reads them from every database.
 */
public record FreeText(String text) {
  static @Nullable FreeText ofNullable(@Nullable String text) {
    return text == null ? null : new FreeText(text);
  }
}
