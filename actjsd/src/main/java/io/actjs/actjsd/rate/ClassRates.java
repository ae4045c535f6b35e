package io.actjs.actjsd.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.version.VersionChoice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often one principal may ask for something of the actors of a class: what the server was
 * started with, else what the version says that the request asks for. Whether its actor is stored
 * at another version is not known before it is read.
 */
final class ClassRates {
  private static final int MOST_TEXTS = 1_000;

  private final Map<String, Rate> ruled;
  private final Versions versions;
  private final Cache<String, Rate> read = Caffeine.newBuilder().maximumSize(MOST_TEXTS).build();

  /** Which version a request asks for. */
  interface Versions {
    @Nullable ClassVersion wanted(String className, @Nullable Manifest pin);
  }

  ClassRates(RateRules rules, Versions versions) {
    this.ruled = rules.classes();
    this.versions = versions;
  }

  static ClassRates over(RateRules rules, ClassRegistry registry) {
    return new ClassRates(
        rules, (className, pin) -> VersionChoice.wanted(registry, className, pin));
  }

  /** What versions say stays as it is. */
  ClassRates ruledBy(RateRules rules) {
    return new ClassRates(rules, versions);
  }

  /**
   * The rate of a request; null for none.
   *
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}
   */
  @Nullable Rate of(String className, @Nullable Manifest pin) {
    Rate rate = ruled.get(className);
    return rate == null ? said(versions.wanted(className, pin)) : rate;
  }

  private @Nullable Rate said(@Nullable ClassVersion version) {
    String text = version == null ? "" : version.shape().limits().rate();
    return text.isEmpty() ? null : read.get(text, Rate::parse);
  }
}
