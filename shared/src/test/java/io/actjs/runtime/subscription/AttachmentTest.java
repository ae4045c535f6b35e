package io.actjs.runtime.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ClassKind;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.Notes;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.storage.Records;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttachmentTest {
  private static final ActorRef ACTOR = Deliveries.ACTOR;
  private static final Version V2 = Version.parse("2.0.0");

  private final Subscriptions subscriptions = new Subscriptions(2);
  private final KeptDeliveries directory = new KeptDeliveries();
  private final Notes seen = new Notes();

  private Attachment attachment(@Nullable Manifest pin) {
    return new Attachment(ACTOR, pin, false, Headers.NONE, seen, subscriptions, directory);
  }

  private static Manifest pinned(Version version) {
    return Manifest.of(Map.of("Counter", version));
  }

  /** The one snapshot that has been asked for. */
  private Delivery asked() {
    List<Delivery> asked = directory.take();
    assertEquals(1, asked.size());
    assertEquals(Envelope.Kind.WATCH, asked.getFirst().kind());
    return asked.getFirst();
  }

  private static void answer(Delivery delivery, long seq) {
    delivery.answer(new Answer.State(new ActorView(ACTOR, Records.V1, seq, "{}")));
  }

  private Attachment attached() {
    return attached(null);
  }

  private Attachment attached(@Nullable Manifest pin) {
    Attachment attachment = attachment(pin);
    var opened = attachment.open();
    answer(asked(), 3);
    assertSame(attachment, opened.join());
    seen.lines.clear();
    return attachment;
  }

  /** A change as the output thread hands it to all that are attached. */
  private void change(long seq) {
    subscriptions.of(ACTOR).forEach(it -> it.change(ClassKind.STATE, seq, "[" + seq + "]"));
  }

  @Test
  void showsASnapshotThenExactlyTheChangesAfterIt() {
    Attachment attachment = attachment(null);
    CompletableFuture<Subscription> opened = attachment.open();
    change(3);
    assertFalse(opened.isDone());
    answer(asked(), 3);
    change(4);
    change(5);
    assertSame(attachment, opened.join());
    assertEquals(List.of("snapshot 3 {}", "patch 4 [4]", "patch 5 [5]"), seen.lines);
  }

  @Test
  void showsEventsOfAnEventSourcedActor() {
    attached().change(ClassKind.EVENTS, 4, "[4]");
    assertEquals(List.of("events 4 [4]"), seen.lines);
  }

  @Test
  void whatComesBeforeANewSnapshotIsSkipped() {
    Attachment attachment = attached();
    attachment.resync();
    change(4);
    attachment.replaced(5, Records.V1, "{}");
    Delivery asked = asked();
    assertEquals(List.of(), seen.lines);
    answer(asked, 5);
    change(6);
    assertEquals(List.of("snapshot 5 {}", "patch 6 [6]"), seen.lines);
  }

  @Test
  void asksForOneSnapshotAtATime() {
    Attachment attachment = attached();
    attachment.resync();
    attachment.resync();
    answer(asked(), 3);
    attachment.resync();
    assertEquals(1, directory.take().size());
  }

  @Test
  void aSnapshotThatDoesNotComeIsAskedForWithTheNextChange() {
    Attachment attachment = attached();
    attachment.resync();
    asked().fail(new ActjsException(ProblemCode.StorageUnavailable, "away"));
    assertEquals(List.of(), directory.delivered);
    change(4);
    answer(asked(), 4);
    assertEquals(List.of("snapshot 4 {}"), seen.lines);
  }

  @Test
  void isListedOnceHoweverOftenItGetsASnapshot() {
    Attachment attachment = attached();
    attachment.resync();
    answer(asked(), 3);
    assertEquals(List.of(attachment), subscriptions.of(ACTOR));
  }

  @Test
  void aFirstSnapshotThatFailsGivesThePlaceBack() {
    CompletableFuture<Subscription> opened = attachment(null).open();
    assertTrue(subscriptions.any(ACTOR));
    asked().fail(new ActjsException(ProblemCode.UnknownClass, "no class"));
    Throwable cause = assertThrows(CompletionException.class, opened::join).getCause();
    assertEquals(ProblemCode.UnknownClass, assertInstanceOf(ActjsException.class, cause).code());
    assertFalse(subscriptions.any(ACTOR));
    assertEquals(List.of(), seen.lines);
  }

  @Test
  void takesNoPlaceAboveTheLimit() {
    var first = attachment(null).open();
    var second = attachment(null).open();
    ActjsException refused = assertThrows(ActjsException.class, attachment(null)::open);
    assertEquals(ProblemCode.SubscriberLimit, refused.code());
    assertEquals(2, directory.delivered.size());
    assertFalse(first.isDone() || second.isDone());
  }

  @Test
  void closingIsIdempotentAndEndsAllThatIsSeen() {
    Attachment attachment = attached();
    assertFalse(attachment.abandoned());
    attachment.close();
    attachment.close();
    assertTrue(attachment.abandoned());
    assertEquals(0, subscriptions.total());
    attachment.change(ClassKind.STATE, 4, "[4]");
    attachment.replaced(5, V2, "{}");
    attachment.tombstone(6);
    attachment.resync();
    assertEquals(List.of(), seen.lines);
    assertEquals(List.of(), directory.delivered);
  }

  @Test
  void oneThatIsClosedBeforeItsFirstSnapshotSeesNothing() {
    Attachment attachment = attachment(null);
    CompletableFuture<Subscription> opened = attachment.open();
    attachment.close();
    answer(asked(), 3);
    assertSame(attachment, opened.join());
    change(4);
    assertEquals(List.of(), seen.lines);
    assertFalse(subscriptions.any(ACTOR));
  }

  @Test
  void oneThatClosesItselfInItsSnapshotIsNotLeftBehind() {
    Attachment[] self = new Attachment[1];
    Subscriber closing = new ClosingAtOnce(() -> self[0].close());
    self[0] = new Attachment(ACTOR, null, false, Headers.NONE, closing, subscriptions, directory);
    CompletableFuture<Subscription> opened = self[0].open();
    answer(asked(), 3);
    assertTrue(opened.isDone());
    assertEquals(List.of(), subscriptions.of(ACTOR));
    assertEquals(0, subscriptions.total());
  }

  private record ClosingAtOnce(Runnable close) implements Subscriber {
    @Override
    public void snapshot(long seq, String state) {
      close.run();
    }

    @Override
    public void patch(long seq, String patch) {}

    @Override
    public void events(long seq, String events) {}

    @Override
    public void ended(ActjsException reason) {}

    @Override
    public void tombstone(long seq) {}
  }

  @Test
  void aReplacedStateIsANewSnapshot() {
    attached(pinned(V2)).replaced(4, V2, "{\"n\":4}");
    attached().replaced(5, V2, "{\"n\":5}");
    assertEquals(List.of("snapshot 5 {\"n\":5}"), seen.lines);
  }

  @Test
  void aSubscriberThatIsBuiltForAnOlderVersionEnds() {
    Attachment attachment = attached(pinned(Records.V1));
    attachment.replaced(4, V2, "{}");
    attachment.replaced(5, V2, "{}");
    assertEquals(List.of("ended ManifestRegression"), seen.lines);
    assertFalse(subscriptions.any(ACTOR));
  }

  @Test
  void aSubscriberThatCannotBeShownANewerStateEnds() {
    Attachment attachment = attached(pinned(Records.V1));
    attachment.resync();
    asked().fail(new ActjsException(ProblemCode.ManifestRegression, "newer"));
    assertEquals(List.of("ended ManifestRegression"), seen.lines);
    assertTrue(attachment.abandoned());
  }

  @Test
  void theTombstoneIsTheLastThatIsSeen() {
    Attachment attachment = attached();
    attachment.tombstone(4);
    attachment.tombstone(4);
    change(5);
    assertEquals(List.of("tombstone 4"), seen.lines);
    assertFalse(subscriptions.any(ACTOR));
  }
}
