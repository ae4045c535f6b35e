package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Clock;
import io.actjs.runtime.erasure.ActorErasure;
import io.actjs.runtime.erasure.ActorLook;
import io.actjs.runtime.erasure.ErasureCounts;
import io.actjs.runtime.erasure.ErasurePlace;
import io.actjs.runtime.erasure.ErasureRound;
import io.actjs.runtime.erasure.ErasureRound.OfActor;
import io.actjs.runtime.erasure.Person;
import io.actjs.runtime.erasure.Traces;
import io.actjs.runtime.listing.ActorFilter;
import io.actjs.runtime.listing.ActorListing;
import io.actjs.runtime.listing.ActorPage;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoreContents.Residue;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.audit.ChainedEntry;
import io.actjs.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forgets a person, in rounds that are bounded each: tokens, the person's actors, messages sent in
 * its name to others, then what the files still have of all that. It keeps nothing between two
 * rounds, and each is done when it returns: work that was cut short is begun again, and finds what
 * is left. Thread-safe; blocks.
 */
public final class PersonErasure {
  /** The person's actors of one round; each of them takes several commits. */
  private static final int ACTORS = 20;

  /** Actors of one round that are looked at for messages. */
  private static final int LOOKED_AT = 500;

  /** After that a round looks at no further actor: their journals may be long. */
  private static final long ROUND_MS = 5_000;

  private static final int LETTERS = 100;
  private static final int AUDIT_STEP = 500;
  private static final int AUDIT_STEPS = 40;

  private final StorageDriver storage;
  private final ActorListing listing;
  private final ActorLook look;
  private final ActorErasure actors;
  private final Clock clock;

  PersonErasure(
      StorageDriver storage,
      ActorListing listing,
      ActorLook look,
      ActorErasure actors,
      Clock clock) {
    this.storage = storage;
    this.listing = listing;
    this.look = look;
    this.actors = actors;
    this.clock = clock;
  }

  /** Tells what erasing would do. Nothing is changed. */
  public ErasureRound look(Person person, ErasurePlace at) {
    return round(person, at, null);
  }

  /**
   * Does a round of the work.
   *
   * @param by who wants it, for the audit
   * @throws ActjsException when storage or an actor fails; what is done stays done
   */
  public ErasureRound erase(Person person, ErasurePlace at, String by) {
    return round(person, at, by);
  }

  /** Writes that it was done, without whom it was done to. Durable when this returns. */
  public void audit(String erasure, AuditAction action, ErasureCounts done, String by) {
    String meta =
        "{\"deleted\":%d,\"erased\":%d,\"messages\":%d,\"deadLetters\":%d,\"tokens\":%d}"
            .formatted(
                done.deleted(), done.erased(), done.messages(), done.deadLetters(), done.tokens());
    storage.registry().audit(action.entry(clock.nowMs(), by, erasure, meta));
  }

  /**
   * @param by null when nothing is to be changed
   */
  private ErasureRound round(Person person, ErasurePlace at, @Nullable String by) {
    return switch (at.stage()) {
      case TOKENS -> then(at, tokens(person, by));
      case ACTORS -> named(person, at, by != null);
      case TAGGED -> tagged(person, at, by != null);
      case MESSAGES -> messages(person, at, by != null);
      case LETTERS -> letters(person, at, by != null);
      case AUDIT -> auditEntries(person, at);
      case FILES -> {
        Residue residue = by == null ? null : storage.contents().wipe();
        yield new ErasureRound(List.of(), ErasureCounts.NONE, residue, null);
      }
    };
  }

  private static ErasureRound then(ErasurePlace at, ErasureCounts done) {
    return new ErasureRound(List.of(), done, null, at.nextStage());
  }

  private static ErasureRound of(
      List<OfActor> erased, ErasurePlace at, @Nullable ErasurePlace further) {
    ErasureCounts done = ErasureCounts.NONE;
    for (OfActor each : erased) {
      done = done.plus(each.done());
    }
    return new ErasureRound(erased, done, null, further != null ? further : at.nextStage());
  }

  private ErasureCounts tokens(Person person, @Nullable String by) {
    String sub = person.principal();
    if (sub == null) {
      return ErasureCounts.NONE;
    }
    long tokens =
        by == null
            ? storage.access().tokens().stream().filter(token -> token.sub().equals(sub)).count()
            : storage
                .access()
                .dropTokens(sub, AuditAction.TOKEN_ERASED.entry(clock.nowMs(), by, "", "{}"));
    return ErasureCounts.ofTokens(tokens);
  }

  private ErasureRound named(Person person, ErasurePlace at, boolean erases) {
    int from = (int) Math.min(at.number(), person.actors().size());
    int to = Math.min(from + ACTORS, person.actors().size());
    List<OfActor> done =
        person.actors().subList(from, to).stream().map(ref -> actor(ref, person, erases)).toList();
    return of(done, at, to < person.actors().size() ? at.at(to) : null);
  }

  private OfActor actor(ActorRef ref, Person person, boolean erases) {
    return erases
        ? actors.erase(ref, person.deletes(), person.tags())
        : look.look(ref, person.deletes());
  }

  private ErasureRound tagged(Person person, ErasurePlace at, boolean erases) {
    if (person.tags().isEmpty()) {
      return then(at, ErasureCounts.NONE);
    }
    ActorFilter filter =
        new ActorFilter(person.className(), person.tags(), null, null, null, Long.MIN_VALUE);
    ActorPage page = listing.page(filter, at.actor(), ACTORS);
    List<OfActor> done = new ArrayList<>();
    for (ActorPage.Listed each : page.actors()) {
      done.add(actor(each.head().ref(), person, erases));
    }
    return of(done, at, page.next() == null ? null : at.at(page.next()));
  }

  /** Of actors that are another's. */
  private ErasureRound messages(Person person, ErasurePlace at, boolean erases) {
    String sub = person.principal();
    if (sub == null) {
      return then(at, ErasureCounts.NONE);
    }
    List<ActorHead> heads = storage.heads(person.className(), at.actor(), LOOKED_AT);
    ErasureCounts done = ErasureCounts.NONE;
    long end = clock.steadyMs() + ROUND_MS;
    for (ActorHead head : heads) {
      done = done.plus(erases ? actors.takeMessages(head, sub) : look.messages(head, sub));
      if (clock.steadyMs() >= end) {
        return new ErasureRound(List.of(), done, null, at.at(head.ref()));
      }
    }
    ErasurePlace next = heads.size() < LOOKED_AT ? at.nextStage() : at.at(heads.getLast().ref());
    return new ErasureRound(List.of(), done, null, next);
  }

  private ErasureRound letters(Person person, ErasurePlace at, boolean erases) {
    String sub = person.principal();
    if (sub == null) {
      return then(at, ErasureCounts.NONE);
    }
    DeadLetterQuery query =
        new DeadLetterQuery(person.className(), null, Long.MIN_VALUE, Long.MAX_VALUE, at.letter());
    List<DeadLetter> page = storage.deadLetters(query, LETTERS);
    List<DeadLetter> own =
        page.stream().filter(letter -> Traces.isOf(letter.message(), sub)).toList();
    ErasureCounts done = ErasureCounts.ofDeadLetters(erases ? actors.drop(own) : own.size());
    ErasurePlace next = page.size() < LETTERS ? at.nextStage() : at.at(page.getLast().place());
    return new ErasureRound(List.of(), done, null, next);
  }

  /** Entries are a chain: none of them can be taken out or changed. */
  private ErasureRound auditEntries(Person person, ErasurePlace at) {
    List<String> names = new ArrayList<>();
    if (person.principal() != null) {
      names.add(person.principal());
    }
    for (ActorRef ref : person.actors()) {
      names.add(ref.toString());
      names.add(ref.toString().replace('/', ':'));
    }
    if (names.isEmpty()) {
      return then(at, ErasureCounts.NONE);
    }
    long reached = at.number();
    long found = 0;
    for (int i = 0; i < AUDIT_STEPS; i++) {
      List<ChainedEntry> step = storage.registry().audit().after(reached, AUDIT_STEP);
      found += step.stream().filter(each -> names(each.entry(), names)).count();
      if (step.size() < AUDIT_STEP) {
        return then(at, ErasureCounts.ofAuditEntries(found));
      }
      reached = step.getLast().ordinal();
    }
    return new ErasureRound(List.of(), ErasureCounts.ofAuditEntries(found), null, at.at(reached));
  }

  private static boolean names(AuditEntry entry, List<String> names) {
    return names.stream()
        .anyMatch(
            name ->
                entry.principal().equals(name)
                    || entry.target().equals(name)
                    || entry.meta().contains(JsonText.quote(name)));
  }
}
