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
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.Notes;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.storage.Records;
import io.actjs.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttachmentTest {
  private static final ActorRef ACTOR = Deliveries.ACTOR;
  private static final Version V2 = Version.parse("2.0.0");

  private final KeptDeliveries directory = new KeptDeliveries();
  private final ManualClock clock = new ManualClock(0);
  private final DeadlineWheel wheel = new DeadlineWheel(20, 0);
  private final Subscriptions subscriptions =
      new Subscriptions(2, new DrivenPresences(directory, wheel, clock).presences);
  private final Notes seen = new Notes();
  private final KeptPast past = new KeptPast(8);

  private static Position at(long seq) {
    return new Position(seq, 7);
  }

  private static Step step(long seq) {
    return new Step(ClassKind.STATE, seq - 1, at(seq), "[" + seq + "]");
  }

  private Attachment attachment(@Nullable Manifest pin) {
    return new Attachment(interest(pin, null), seen, subscriptions, directory, past);
  }

  private static Interest interest(@Nullable Manifest pin, @Nullable Position from) {
    return new Interest(ACTOR, pin, false, Headers.NONE, from, Introduction.anonymous());
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
    delivery.answer(new Answer.State(new ActorView(ACTOR, Records.V1, seq, "{}"), at(seq)));
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
    subscriptions.of(ACTOR).forEach(it -> it.change(step(seq)));
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
    attached().change(new Step(ClassKind.EVENTS, 3, at(4), "[4]"));
    assertEquals(List.of("events 4 [4]"), seen.lines);
  }

  @Test
  void whatComesBeforeANewSnapshotIsSkipped() {
    Attachment attachment = attached();
    attachment.resync();
    change(4);
    attachment.replaced(at(5), Records.V1, "{}");
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
    attachment.change(step(4));
    attachment.replaced(at(5), V2, "{}");
    attachment.tombstone(5, 6);
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
    self[0] = new Attachment(interest(null, null), closing, subscriptions, directory, past);
    CompletableFuture<Subscription> opened = self[0].open();
    answer(asked(), 3);
    assertTrue(opened.isDone());
    assertEquals(List.of(), subscriptions.of(ACTOR));
    assertEquals(0, subscriptions.total());
  }

  private record ClosingAtOnce(Runnable close) implements Subscriber {
    @Override
    public void snapshot(Position at, String state) {
      close.run();
    }

    @Override
    public void change(Step step) {}

    @Override
    public void ended(ActjsException reason) {}

    @Override
    public void tombstone(long prevSeq, long seq) {}
  }

  @Test
  void aReplacedStateIsANewSnapshot() {
    attached(pinned(V2)).replaced(at(4), V2, "{\"n\":4}");
    attached().replaced(at(5), V2, "{\"n\":5}");
    assertEquals(List.of("snapshot 5 {\"n\":5}"), seen.lines);
  }

  @Test
  void aSubscriberThatIsBuiltForAnOlderVersionEnds() {
    Attachment attachment = attached(pinned(Records.V1));
    attachment.replaced(at(4), V2, "{}");
    attachment.replaced(at(5), V2, "{}");
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
    attachment.tombstone(3, 4);
    attachment.tombstone(3, 4);
    change(5);
    assertEquals(List.of("tombstone 4"), seen.lines);
    assertFalse(subscriptions.any(ACTOR));
  }

  private Delivery asked(Envelope.Kind kind) {
    List<Delivery> asked = directory.take();
    assertEquals(1, asked.size());
    assertEquals(kind, asked.getFirst().kind());
    return asked.getFirst();
  }

  /** One that has seen something, before it is told where the actor is. */
  private CompletableFuture<Subscription> back(Position from) {
    return new Attachment(interest(null, from), seen, subscriptions, directory, past).open();
  }

  private void place(Position now, ClassKind kind, boolean journaled) {
    asked(Envelope.Kind.FOLLOW).answer(new Answer.Place(now, Records.V1, kind, journaled));
  }

  private void place(long seq) {
    place(at(seq), ClassKind.STATE, true);
  }

  private static Past.Missed missed(long from, long to) {
    return new Past.Missed(new Step(ClassKind.STATE, from, at(to), "[\"missed\"]"), to);
  }

  @Test
  void whoHasSeenEverythingGoesOn() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(3);
    assertTrue(opened.join().isResumed());
    change(4);
    assertEquals(List.of("patch 4 [4]"), seen.lines);
  }

  @Test
  void whatWasMissedComesBeforeWhatCameMeanwhile() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(5);
    change(6);
    change(7);
    assertEquals(List.of(), seen.lines);
    assertFalse(opened.isDone());
    past.asked().accept(missed(3, 6));
    assertTrue(opened.join().isResumed());
    change(8);
    assertEquals(List.of("patch 6 [\"missed\"]", "patch 7 [7]", "patch 8 [8]"), seen.lines);
    assertEquals(List.of(3L, 6L, 7L), seen.prevSeqs);
    assertEquals(0, past.memory.used());
  }

  @Test
  void aTurnThatWasReadBeforeItsOutputCameIsNotShownAgain() {
    var opened = back(at(3));
    place(5);
    past.asked().accept(missed(3, 7));
    assertTrue(opened.join().isResumed());
    change(6);
    change(7);
    change(8);
    assertEquals(List.of("patch 7 [\"missed\"]", "patch 8 [8]"), seen.lines);
  }

  @Test
  void turnsThatShowNothingAreNoChange() {
    var opened = back(at(3));
    place(4);
    past.asked().accept(new Past.Missed(null, 9));
    change(10);
    assertTrue(opened.join().isResumed());
    assertEquals(List.of("patch 10 [10]"), seen.lines);
  }

  @Test
  void aPastThatIsGoneIsASnapshot() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(5);
    change(6);
    past.asked().accept(null);
    change(7);
    assertFalse(opened.isDone());
    answer(asked(), 7);
    change(8);
    assertFalse(opened.join().isResumed());
    assertEquals(List.of("snapshot 7 {}", "patch 8 [8]"), seen.lines);
    assertEquals(0, past.memory.used());
  }

  @Test
  void whatComesMeanwhileIsBounded() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(5);
    change(6);
    change(7);
    change(8);
    Delivery asked = asked();
    past.asked().accept(missed(3, 5));
    assertFalse(opened.isDone());
    answer(asked, 8);
    assertFalse(opened.join().isResumed());
    assertEquals(List.of("snapshot 8 {}"), seen.lines);
    assertEquals(0, past.memory.used());
  }

  @Test
  void aSeqInTheFutureIsASnapshot() {
    CompletableFuture<Subscription> opened = back(at(6));
    place(5);
    answer(asked(), 5);
    assertFalse(opened.join().isResumed());
    assertEquals(List.of("snapshot 5 {}"), seen.lines);
  }

  @Test
  void whatIsNotJournaledIsCaughtUpWithByASnapshot() {
    var opened = back(at(3));
    place(at(5), ClassKind.REPLICA, false);
    answer(asked(), 5);
    assertFalse(opened.join().isResumed());
    assertFalse(past.isAsked());
  }

  @Test
  void aNumberAloneIsEnoughForEventsOnly() {
    Position number = new Position(3, Position.UNMARKED);
    var state = back(number);
    place(5);
    answer(asked(), 5);
    assertFalse(state.join().isResumed());
    var upToDate = back(number);
    place(at(3), ClassKind.EVENTS, true);
    answer(asked(), 3);
    assertFalse(upToDate.join().isResumed());
  }

  @Test
  void scenario47_aNumberGivesTheEventsAfterIt() {
    var events = back(new Position(3, Position.UNMARKED));
    place(at(5), ClassKind.EVENTS, true);
    past.asked().accept(missed(3, 5));
    assertTrue(events.join().isResumed());
  }

  @Test
  void aReplacedStateIsShownInPlaceOfThePast() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(5);
    subscriptions.of(ACTOR).forEach(it -> it.replaced(at(6), Records.V1, "{\"n\":6}"));
    change(7);
    past.asked().accept(missed(3, 6));
    change(8);
    assertTrue(opened.isDone());
    assertEquals(List.of("snapshot 6 {\"n\":6}", "patch 7 [7]", "patch 8 [8]"), seen.lines);
  }

  @Test
  void theEndIsShownInPlaceOfThePast() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(5);
    subscriptions.of(ACTOR).forEach(it -> it.tombstone(5, 6));
    past.asked().accept(missed(3, 5));
    assertTrue(opened.isDone());
    assertEquals(List.of("tombstone 6"), seen.lines);
    assertFalse(subscriptions.any(ACTOR));
  }

  @Test
  void anotherPastThanTheOneThatIsReadIsASnapshot() {
    CompletableFuture<Subscription> opened = back(at(3));
    place(5);
    subscriptions.of(ACTOR).forEach(Attachment::resync);
    past.asked().accept(missed(3, 5));
    assertFalse(opened.isDone());
    answer(asked(), 5);
    assertTrue(opened.isDone());
    assertEquals(List.of("snapshot 5 {}"), seen.lines);
  }
}
