package io.actjs.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.JavaProcess;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts, numbers and dates are what they are in a browser, and the same on every machine. */
class UnicodeTest {
  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'e\\u0301'.normalize('NFC') === '\\u00e9' | true",
        "'\\ufb01'.normalize('NFKC') | fi",
        "'ä'.localeCompare('z') | -1",
        "'10'.localeCompare('9', undefined, { numeric: true }) | 1",
        "'a'.localeCompare('A', 'en', { sensitivity: 'base' }) | 0",
        "['ö', 'z', 'a'].sort(new Intl.Collator('sv').compare).join('') | azö",
        "(1234567.891).toLocaleString() | 1,234,567.891",
        "(1234.5).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' }) | 1.234,50\u00a0€",
        "(12345678901234567890n).toLocaleString('en') | 12,345,678,901,234,567,890",
        "'I'.toLocaleLowerCase('tr') + 'i'.toLocaleUpperCase('tr') | ıİ",
        "'ΑΣ'.toLowerCase() + 'ß'.toUpperCase() | αςSS",
        "[/^\\p{L}+$/u.test('äжß'), /\\p{Script=Greek}/u.test('a')] | true,false",
        "/^\\p{RGI_Emoji}$/v.test('👨‍👩‍👧') | true",
        "/straße/iu.test('STRAẞE') | true",
        "new Intl.DateTimeFormat('de-DE', { dateStyle: 'full', timeZone: 'Europe/Berlin' }).format(0) | Donnerstag, 1. Januar 1970",
        "new Intl.PluralRules('ar').select(3) | few",
        "new Intl.ListFormat('fr').format(['a', 'b', 'c']) | a, b et c",
        "new Intl.RelativeTimeFormat('en').format(-1, 'day') | 1 day ago",
        "new Intl.DisplayNames('ja', { type: 'region' }).of('DE') | ドイツ",
        "[...new Intl.Segmenter('ja', { granularity: 'word' }).segment('今日は良い天気')].length | 4",
        "new Intl.DurationFormat('en').format({ hours: 1 }) | 1 hr",
        "Temporal.PlainDate.from('2024-02-29').add({ years: 1 }).toLocaleString('en-GB') | 28/02/2025",
      })
  void fault9_textsAndNumbersAreAsInABrowser(String expression, String expected) {
    String result =
        stage
            .create(
                """
                return class extends Actor {
                  state = {};
                  static _handlers = { run() { return String(%s); } };
                }
                """
                    .formatted(expression))
            .call("run")
            .result();
    assertEquals("\"" + expected + "\"", result);
  }

  /** What depends on the machine's settings everywhere else. */
  static final String SETTINGS =
      """
      [
        Intl.DateTimeFormat().resolvedOptions().locale,
        Intl.DateTimeFormat().resolvedOptions().timeZone,
        new Date(2020, 6, 1).getTime(), String(new Date(0)), new Date(0).toLocaleString(),
        (0.5).toLocaleString(), 'i'.toLocaleUpperCase(), Temporal.Now.timeZoneId()
      ].join(';')
      """;

  @Test
  void fault9_theMachinesLocaleAndTimeZoneDoNotCount() throws IOException, InterruptedException {
    String plain = settingsUnder("C", "UTC");

    assertTrue(plain.startsWith("en-US;UTC;1593561600000;"), plain);
    assertEquals(plain, settingsUnder("tr_TR.UTF-8", "Asia/Tokyo"));
  }

  private static String settingsUnder(String locale, String timeZone)
      throws IOException, InterruptedException {
    ProcessBuilder java = JavaProcess.of(List.of("-XX:TieredStopAtLevel=1"), Settings.class);
    java.redirectError(ProcessBuilder.Redirect.INHERIT);
    java.environment().put("LANG", locale);
    java.environment().put("LC_ALL", locale);
    java.environment().put("TZ", timeZone);
    Process process = java.start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    return answer;
  }

  /** A process of its own: V8 asks for the settings once. */
  static final class Settings {
    private Settings() {}

    public static void main(String[] args) {
      try (KernelStage stage = new KernelStage()) {
        System.out.print(
            stage
                .create(
                    "return class extends Actor { state = {}; static _handlers = { run: () => (%s) } }"
                        .formatted(SETTINGS))
                .call("run")
                .result()
                .replace("\"", ""));
      }
    }
  }
}
