package io.actjs.storage;

import static io.actjs.storage.Records.auditEntry;
import static io.actjs.storage.Records.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import io.actjs.model.Version;
import io.actjs.model.env.DeclaredEnv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every storage driver promises of classes, manifests, keys and audit. */
interface RegistryTck extends StoreUnderTest {

  @Test
  default void scenario72_classesRoundTripInOrderAndAreImmutable() throws Exception {
    PublishedClass one = published("Shop", "1.0.0", "class Shop {} // ä🦀");
    PublishedClass two = published("Cart", "0.1.0-beta.2", "class Cart {}");
    PublishedClass three = published("Shop", "0.9.0", "class Shop {} // ä🦀");
    driver().registry().publish(one, List.of());
    driver().registry().publish(two, List.of());
    driver().registry().publish(three, List.of());
    ActjsException refused =
        assertThrows(
            ActjsException.class,
            () -> driver().registry().publish(published("Shop", "1.0.0", "other"), List.of()));
    assertEquals(ProblemCode.VersionAlreadyPublished, refused.code());
    assertEquals(
        List.of(one.version(), two.version(), three.version()),
        driver().registry().classVersions());
    reopen();
    assertEquals(
        List.of(one.version(), two.version(), three.version()),
        driver().registry().classVersions());
    assertEquals(one, driver().registry().loadClass(one.ref()));
    assertEquals(two, driver().registry().loadClass(two.ref()));
    assertEquals(three, driver().registry().loadClass(three.ref()));
    assertNull(driver().registry().loadClass(published("Shop", "3.0.0", "").ref()));
  }

  private static ClassVersion release(String version) {
    return new ClassVersion(
        new ClassRef("Shop", Version.parse(version)),
        "5e".repeat(32),
        new ClassShape(
            ClassKind.EVENTS,
            ClassShape.Durability.RELAXED,
            List.of(),
            new ClassShape.Limits("600/m:50", 20),
            DeclaredEnv.of(Map.of("STRIPE_KEY", "secret", "PORT", "number?"))),
        new TreeMap<>(Map.of("Item", "^1.0.0 || \"odd\" \\ é🦀", "Cart", ">=1 <2")),
        new TreeMap<>(Map.of("actjs", ">=0.1.0")),
        true,
        new SignedBy("key-1", "c2ln", SignedBy.Scope.RELEASE),
        4_000,
        new Deprecation(4_001, null, "born old"));
  }

  @Test
  default void scenario72_aReleaseRoundTripsWithAllItsParts() throws Exception {
    PublishedClass one =
        new PublishedClass(
            release("1.0.0"), "source ä", "compiled", "{\"version\":3}", "{\"state\":\"é🦀\"}");
    PublishedClass two = new PublishedClass(release("2.0.0"), "source ä", "compiled", "");
    driver().registry().publish(one, List.of());
    driver().registry().publish(two, List.of());
    reopen();
    assertEquals(one, driver().registry().loadClass(one.ref()));
    assertEquals(two, driver().registry().loadClass(two.ref()));
    assertEquals(List.of(one.version(), two.version()), driver().registry().classVersions());
    assertEquals(0, driver().drop(new Expired.Sources(), 10));
    assertEquals(two, driver().registry().loadClass(two.ref()));
  }

  @Test
  default void scenario08_aRefusedPublishLeavesNoTrace() {
    PublishedClass first = published("Shop", "1.0.0", "first");
    AuditEntry entry = auditEntry("1", "class.published", "Shop@1.0.0");
    driver().registry().publish(first, List.of(entry));
    refused(
        ProblemCode.VersionAlreadyPublished,
        () ->
            driver()
                .registry()
                .publish(
                    published("Shop", "1.0.0", "other"),
                    List.of(auditEntry("2", "class.published", "Shop@1.0.0"))));
    assertEquals(first, driver().registry().loadClass(first.ref()));
    assertEquals(List.of(entry), driver().registry().auditLog(10));
  }

  private static void refused(ProblemCode code, Executable change) {
    assertEquals(code, assertThrows(ActjsException.class, change).code());
  }

  @Test
  default void scenario72_aDeprecationIsSetAndReplaced() throws Exception {
    PublishedClass one = published("Shop", "1.0.0", "source");
    AuditEntry first = auditEntry("1", "class.deprecated", "Shop@1.0.0");
    AuditEntry second = auditEntry("2", "class.deprecated", "Shop@1.0.0");
    driver().registry().publish(one, List.of());
    driver().registry().deprecate(one.ref(), new Deprecation(10, 20L, "use 2"), first);
    assertEquals(
        new Deprecation(10, 20L, "use 2"),
        driver().registry().classVersions().getFirst().deprecation());
    driver().registry().deprecate(one.ref(), new Deprecation(11, null, null), second);
    reopen();
    ClassVersion expected = one.version().withDeprecation(new Deprecation(11, null, null));
    assertEquals(List.of(expected), driver().registry().classVersions());
    assertEquals(
        expected, Objects.requireNonNull(driver().registry().loadClass(one.ref())).version());
    assertEquals(List.of(second, first), driver().registry().auditLog(10));
  }

  @Test
  default void scenario17_anUnknownVersionIsRefusedAndNotAudited() {
    driver().registry().publish(published("Shop", "1.0.0", "source"), List.of());
    ClassRef unknown = new ClassRef("Shop", Version.parse("2.0.0"));
    AuditEntry entry = auditEntry("1", "class.deprecated", "Shop@2.0.0");
    refused(
        ProblemCode.UnknownVersion,
        () -> driver().registry().deprecate(unknown, new Deprecation(1, null, null), entry));
    refused(
        ProblemCode.UnknownVersion,
        () -> driver().registry().promote(new Promotion("prod", unknown, 1), entry));
    assertNull(driver().registry().classVersions().getFirst().deprecation());
    assertEquals(List.of(), driver().registry().promotions());
    assertEquals(List.of(), driver().registry().auditLog(10));
  }

  @Test
  default void promotionsAreASetInOrder() throws Exception {
    ClassRef one = new ClassRef("Shop", Version.parse("1.0.0"));
    ClassRef ten = new ClassRef("Shop", Version.parse("10.0.0"));
    ClassRef cart = new ClassRef("Cart", Version.parse("3.0.0"));
    for (ClassRef ref : List.of(one, ten, cart)) {
      driver()
          .registry()
          .publish(published(ref.name(), ref.version().toString(), "source"), List.of());
    }
    List<Promotion> promotions =
        List.of(
            new Promotion("dev", ten, 1),
            new Promotion("prod", cart, 2),
            new Promotion("prod", one, 3),
            new Promotion("prod", ten, 4));
    for (Promotion promotion : promotions.reversed()) {
      driver().registry().promote(promotion, auditEntry("p", "class.promoted", "x"));
    }
    AuditEntry again = auditEntry("again", "class.promoted", "Shop@1.0.0");
    driver().registry().promote(new Promotion("prod", one, 99), again);
    assertEquals(promotions, driver().registry().promotions());
    reopen();
    assertEquals(promotions, driver().registry().promotions());
    assertEquals(again, driver().registry().auditLog(1).getFirst());
  }

  @Test
  default void scenario72_aManifestRoundTripsAndAMissIsNull() throws Exception {
    Manifest manifest =
        Manifest.of(Map.of("Cart", Version.parse("1.4.2"), "Item", Version.parse("1.0.9-rc.1")));
    assertNull(driver().registry().loadManifest(manifest.sha()));
    driver().registry().saveManifest(manifest, 1);
    driver().registry().saveManifest(manifest, 2);
    driver().registry().saveManifest(Manifest.of(Map.of()), 3);
    reopen();
    Manifest found = Objects.requireNonNull(driver().registry().loadManifest(manifest.sha()));
    assertEquals(manifest.resolved(), found.resolved());
    Manifest empty = Manifest.of(Map.of());
    assertEquals(empty, driver().registry().loadManifest(empty.sha()));
    assertNull(driver().registry().loadManifest("0".repeat(64)));
  }

  @Test
  default void scenario25_manifestUsesAddUpAndTheMostUsedComesFirst() throws Exception {
    driver().registry().addManifestUses(List.of());
    driver()
        .registry()
        .addManifestUses(
            List.of(
                new ManifestUse("b", 2, 50),
                new ManifestUse("a", 1, 60),
                new ManifestUse("d", 3, 10),
                new ManifestUse("c", 3, 10)));
    reopen();
    driver()
        .registry()
        .addManifestUses(List.of(new ManifestUse("b", 2, 40), new ManifestUse("a", 2, 70)));
    List<ManifestUse> expected =
        List.of(
            new ManifestUse("b", 4, 50),
            new ManifestUse("a", 3, 70),
            new ManifestUse("c", 3, 10),
            new ManifestUse("d", 3, 10));
    assertEquals(expected, driver().registry().manifestUses());
    reopen();
    assertEquals(expected, driver().registry().manifestUses());
  }

  @Test
  default void scenario16_keysAreAddedListedAndRevoked() throws Exception {
    SigningKey first = new SigningKey("z", "PEM ä\n1", 1, null);
    SigningKey second = new SigningKey("a", "PEM 2", 2, null);
    AuditEntry added = auditEntry("1", "key.added", "z");
    AuditEntry addedToo = auditEntry("2", "key.added", "a");
    AuditEntry revoked = auditEntry("3", "key.revoked", "z");
    driver().registry().addSigningKey(first, added);
    driver().registry().addSigningKey(second, addedToo);
    assertEquals(List.of(first, second), driver().registry().signingKeys());
    driver().registry().revokeSigningKey("z", 77, revoked);
    driver().registry().revokeSigningKey("z", 88, auditEntry("4", "key.revoked", "z"));
    reopen();
    assertEquals(
        List.of(new SigningKey("z", "PEM ä\n1", 1, 77L), second),
        driver().registry().signingKeys());
    assertEquals(List.of(revoked, addedToo, added), driver().registry().auditLog(10));
  }

  @Test
  default void scenario16_aDuplicateOrUnknownKeyIsRefusedAndNotAudited() throws Exception {
    SigningKey first = new SigningKey("k", "PEM 1", 1, null);
    driver().registry().addSigningKey(first, auditEntry("1", "key.added", "k"));
    refused(
        ProblemCode.SigningKeyExists,
        () ->
            driver()
                .registry()
                .addSigningKey(
                    new SigningKey("k", "PEM 2", 2, null), auditEntry("2", "key.added", "k")));
    refused(
        ProblemCode.SigningKeyNotFound,
        () ->
            driver()
                .registry()
                .revokeSigningKey("other", 5, auditEntry("3", "key.revoked", "other")));
    reopen();
    assertEquals(List.of(first), driver().registry().signingKeys());
    assertEquals(1, driver().registry().auditLog(10).size());
  }

  @Test
  default void scenario72_auditTakesEntriesNewestFirst() throws Exception {
    List<AuditEntry> entries =
        List.of(
            auditEntry("9", "class.signed", "Shop@1.0.0"),
            auditEntry("1", "actor.tombstoned", "Counter:a/é🦀"),
            auditEntry("5", "actor.migrated", "Counter:b"));
    for (AuditEntry entry : entries) {
      driver().registry().audit(entry);
    }
    driver()
        .registry()
        .publish(published("Shop", "1.0.0", "source"), List.of(entries.get(1), entries.get(2)));
    reopen();
    List<AuditEntry> newest = new ArrayList<>(entries);
    newest.addAll(entries.subList(1, 3));
    assertEquals(newest.reversed(), driver().registry().auditLog(100));
    assertEquals(newest.reversed().subList(0, 2), driver().registry().auditLog(2));
  }
}
