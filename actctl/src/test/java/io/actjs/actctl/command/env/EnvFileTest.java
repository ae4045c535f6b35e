package io.actjs.actctl.command.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.screen.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFileTest {
  @Test
  void valuesAreReadAsDotenvWritesThem() {
    Map<String, String> values =
        EnvFile.parse(
            "prod.env",
            """
            # of the shop
            REGION=eu   # where
              export PORT = 8080
            EMPTY=
            NONE= # nothing
            URL=https://a.example/#top
            PLAIN='as \\n it # is'
            TEXT="two\\nlines \\"quoted\\" \\$5" # said
            PEM="-----BEGIN-----
            abc
            -----END-----"
            """);
    assertEquals(
        Map.of(
            "REGION", "eu",
            "PORT", "8080",
            "EMPTY", "",
            "NONE", "",
            "URL", "https://a.example/#top",
            "PLAIN", "as \\n it # is",
            "TEXT", "two\nlines \"quoted\" $5",
            "PEM", "-----BEGIN-----\nabc\n-----END-----"),
        values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hunter2 | 2: this line is no NAME=VALUE",
        "1A=hunter2 | 2: this line is no NAME=VALUE",
        "A=hunter2 | 2: this line sets A a second time",
        "B=\"hunter2 | 2: this line opens a quote that nothing closes",
        "B='hunter2' hunter2 | 2: this line has more behind the closing quote",
        "B=\"hunter2\\q\" | 2: this line has an unknown escape",
      })
  void whatIsWrongIsToldWithItsLineAndWithoutTheValue(String line, String told) {
    Failure failure =
        assertThrows(Failure.class, () -> EnvFile.parse("prod.env", "A=1\n" + line + "\n"));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith("prod.env:" + told), message);
    assertTrue(message.endsWith("; nothing was set"), message);
    assertFalse(message.contains("hunter2"), message);
  }
}
