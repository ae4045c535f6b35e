package io.actjs.runtime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import io.actjs.model.tag.Tags;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.policy.Tab;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityBinding;
import io.actjs.policy.capability.CapabilityTerms;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.Manifests;
import io.actjs.registry.SigningKeys;
import io.actjs.registry.env.EnvValues;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.runtime.activity.ClassActivity;
import io.actjs.runtime.activity.LatencyHistogram;
import io.actjs.runtime.directory.Seats;
import io.actjs.runtime.erasure.ActorErasure;
import io.actjs.runtime.erasure.ActorLook;
import io.actjs.runtime.host.HostServices;
import io.actjs.runtime.inbox.AcceptedTell;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.keyed.Created;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.runtime.listing.ActorFilter;
import io.actjs.runtime.listing.ActorListing;
import io.actjs.runtime.listing.ActorPage;
import io.actjs.runtime.loading.MigrationTrial;
import io.actjs.runtime.loading.StateReview;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.CallTimes;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.runtime.output.Batches;
import io.actjs.runtime.pause.Pauses;
import io.actjs.runtime.retention.SweeperStats;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Interest;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.runtime.version.Adoptions;
import io.actjs.runtime.version.VersionChoice;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.audit.AuditStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The actor server without a wire: what the daemon, the dev loop and embedders use. Futures
 * complete exceptionally with {@link ActjsException}, never wrapped, on a thread that must not be
 * blocked.
 */
public final class ActorRuntime implements AutoCloseable {
  /** How often a key that creates actors may be used again after it has expired. */
  private static final int MOST_GENERATIONS = 1_000;

  private static final int INBOX_COUNT_LIMIT = 1000;
  private static final int INBOX_COUNT_PAGE = 50;

  private final RuntimeParts parts;
  private final HostServices services;
  private final long drainMs;
  private volatile boolean closing;

  ActorRuntime(RuntimeBuilder options) {
    parts = new RuntimeParts(options);
    services = parts.hosts.services();
    drainMs = options.drainMs;
  }

  public static RuntimeBuilder builder(StorageDriver storage) {
    return new RuntimeBuilder(storage);
  }

  ActorRuntime start() {
    parts.start();
    return this;
  }

  public ClassRegistry registry() {
    return parts.registry;
  }

  /**
   * Calls a handler; an actor that does not exist yet is created.
   *
   * @param args raw JSON
   * @return the raw JSON result, null for undefined; durable with all that it saw
   */
  public CompletableFuture<@Nullable String> call(
      ActorRef ref, String method, String args, CallOptions options) {
    return send(keyedCall(ref, method, args, options), options, Reply.ofCall());
  }

  /** As {@link #call}; the answer also names the version that ran. */
  public CompletableFuture<Answer.Result> ask(
      ActorRef ref, String method, String args, CallOptions options) {
    return ask(ref, method, args, options, null, null);
  }

  /**
   * The same, for a caller that needs the result's memory longer than the future's dependents run.
   *
   * @param tab takes what the result has in use; null when it is copied at once
   * @param times is told how long it takes; null for nobody
   */
  public CompletableFuture<Answer.Result> ask(
      ActorRef ref,
      String method,
      String args,
      CallOptions options,
      @Nullable Tab tab,
      @Nullable CallTimes times) {
    Reply<Answer.Result> reply = Reply.ofResult();
    reply.tab(tab);
    reply.times(times);
    return send(keyedCall(ref, method, args, options), options, reply);
  }

  /**
   * Calls a handler and reads the values that it yields one by one. A handler that yields none has
   * just a result. Of a call with a key only the result is kept: whoever repeats it is not told the
   * values again.
   *
   * @param args raw JSON
   * @param asked for how many values at first, from 1
   */
  public CallStream stream(
      ActorRef ref,
      String method,
      String args,
      CallOptions options,
      long asked,
      CallStream.Reader reader) {
    CallStream stream = new CallStream(reader, services.directory(), asked);
    // With the same key, a call for its values is another request than one for its result.
    Headers headers = headers(options).withKey(options.requestKey("call", method, "*" + args));
    Envelope call = Envelope.call(ref, method, args, headers);
    Delivery delivery = delivery(call, options, stream);
    stream.carriedBy(delivery);
    if (isBound(options, call, stream)) {
      services.deadlines().deliver(services.directory(), delivery, stream);
    }
    return stream;
  }

  /**
   * Calls a handler with a request whose arguments say more than what it asks for.
   *
   * @param args raw JSON
   * @param body what a repetition under the same key has to ask for, too
   */
  public CompletableFuture<Answer.Result> serve(
      ActorRef ref, String handler, String args, String body, CallOptions options, Tab tab) {
    Reply<Answer.Result> reply = Reply.ofResult();
    reply.tab(tab);
    return send(keyedCall(ref, handler, args, body, options), options, reply);
  }

  private Envelope keyedCall(ActorRef ref, String method, String args, CallOptions options) {
    return keyedCall(ref, method, args, args, options);
  }

  private Envelope keyedCall(
      ActorRef ref, String method, String args, String body, CallOptions options) {
    Headers headers = headers(options).withKey(options.requestKey("call", method, body));
    return Envelope.call(ref, method, args, headers);
  }

  /** Delivers what somebody waits for. */
  private <T extends @Nullable Object> Reply<T> send(
      Envelope envelope, CallOptions options, Reply<T> reply) {
    if (isBound(options, envelope, reply)) {
      Delivery delivery = delivery(envelope, options, reply);
      reply.whenLeft(() -> services.directory().cancel(delivery));
      services.deadlines().deliver(services.directory(), delivery, reply);
    }
    return reply;
  }

  /** Whether nothing binds the sender to less than the request; else the receiver is told. */
  private static boolean isBound(CallOptions options, Envelope request, Receiver receiver) {
    try {
      CapabilityBinding.require(options.principal(), request);
      return true;
    } catch (ActjsException e) {
      receiver.failed(e);
      return false;
    }
  }

  private Delivery delivery(Envelope envelope, CallOptions options, Receiver receiver) {
    return Delivery.of(envelope, options.manifest(), receiver, parts.store.clock().steadyMs())
        .ifSeq(options.ifSeq())
        .mutation(options.mutationId())
        .strict(options.strict());
  }

  private Headers headers(CallOptions options) {
    return options.headers(parts.limits.callDeadlineMs());
  }

  /**
   * Sends a durable message. A strict pin is compared with the version that the actor is stored at
   * when the message is accepted.
   *
   * @return the message's id, once it is durable
   */
  public CompletableFuture<String> tell(
      ActorRef ref, String type, String payload, CallOptions options) {
    return mapped(post(ref, type, payload, options), AcceptedTell.Told::messageId);
  }

  /** As {@link #tell}; the answer also says whether the message had come before under its key. */
  public CompletableFuture<AcceptedTell.Told> post(
      ActorRef ref, String type, String payload, CallOptions options) {
    if (!options.strict()) {
      return accept(ref, type, payload, options);
    }
    // The payload waits for what is read; when it is accepted it is charged as what it is then.
    Charge waiting = services.memory().tryCharge(2L * payload.length());
    if (waiting == null) {
      return CompletableFuture.failedFuture(services.memory().exhausted());
    }
    CompletableFuture<AcceptedTell.Told> told = new CompletableFuture<>();
    var unused =
        read(ref, options)
            .whenComplete(
                (view, failure) -> {
                  waiting.close();
                  Throwable refusal = refusalOfTell(failure);
                  if (refusal == null) {
                    forward(accept(ref, type, payload, options), told);
                  } else {
                    told.completeExceptionally(refusal);
                  }
                });
    return told;
  }

  private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
    forward(from, Function.identity(), to);
  }

  /** Unlike a dependent stage it does not wrap what the other fails with. */
  private static <T, R> CompletableFuture<R> mapped(
      CompletableFuture<T> from, Function<T, R> reading) {
    CompletableFuture<R> to = new CompletableFuture<>();
    forward(from, reading, to);
    return to;
  }

  private static <T, R> void forward(
      CompletableFuture<T> from, Function<T, R> reading, CompletableFuture<R> to) {
    var unused =
        from.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                to.complete(reading.apply(value));
              } else {
                to.completeExceptionally(failure);
              }
            });
  }

  /** An actor that does not exist yet will run what is pinned. */
  private static @Nullable Throwable refusalOfTell(@Nullable Throwable failure) {
    return failure instanceof ActjsException known && known.code() == ProblemCode.ActorNotFound
        ? null
        : failure;
  }

  private CompletableFuture<AcceptedTell.Told> accept(
      ActorRef ref, String type, String payload, CallOptions options) {
    if (closing) {
      return CompletableFuture.failedFuture(ActorProblems.shuttingDown());
    }
    Principal sender = options.principal();
    try {
      CapabilityBinding.require(sender, ref, CapabilityTerms.CALL + type);
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (parts.registry.latest(ref.className()) == null) {
      return CompletableFuture.failedFuture(VersionChoice.unknownClass(ref.className()));
    }
    if (!isHandled(ref.className(), type)) {
      return CompletableFuture.failedFuture(
          new ActjsException(
              ProblemCode.UnknownMethod,
              "no version of " + ref.className() + " has a handler \"" + type + "\""));
    }
    Supplier<CompletableFuture<AcceptedTell.Told>> stored =
        () -> store(ref, type, payload, options);
    if (Principal.SYSTEM.equals(sender)) {
      return stored.get();
    }
    Supplier<CompletableFuture<AcceptedTell.Told>> asking =
        () -> allowed(ref, "tell:" + type, payload, options, stored);
    // Whether it exists, only the actor knows.
    return CapabilityBinding.mayCreate(sender, ref) ? guarded(ref, asking, stored) : asking.get();
  }

  /**
   * Does something in one way for an actor of a class that may refuse it, and in another for
   * others.
   */
  private <T> CompletableFuture<T> guarded(
      ActorRef ref, Supplier<CompletableFuture<T>> asking, Supplier<CompletableFuture<T>> free) {
    boolean guarded;
    try {
      guarded = parts.guarded.isGuarded(ref.className());
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
    return guarded ? asking.get() : free.get();
  }

  /** Does something when the actor says that who asks may do so. */
  private <T> CompletableFuture<T> allowed(
      ActorRef ref,
      String what,
      @Nullable String args,
      CallOptions options,
      Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    var unused =
        mayDo(ref, what, args, options)
            .whenComplete(
                (decision, failure) -> {
                  Throwable refusal = failure == null ? decision.refusal() : failure;
                  if (refusal == null) {
                    forward(work.get(), done);
                  } else {
                    done.completeExceptionally(refusal);
                  }
                });
    return done;
  }

  /**
   * Asks the actor whether somebody may do something to it, which is not done. An actor that does
   * not exist is asked whether it may be created, first.
   *
   * @param what {@code read}, {@code subscribe}, {@code create}, {@code destroy}, or {@code call:}
   *     or {@code tell:} and the name of a handler
   * @param args raw JSON, or null
   */
  public CompletableFuture<Answer.Decided> mayDo(
      ActorRef ref, String what, @Nullable String args, CallOptions options) {
    return send(
        Envelope.ask(ref, what, args, headers(options)),
        options,
        Reply.of(answer -> (Answer.Decided) answer));
  }

  /** Completes when who asks may read the actor, of which nothing is read. */
  public CompletableFuture<Boolean> mayRead(ActorRef ref, CallOptions options) {
    Supplier<CompletableFuture<Boolean>> yes = () -> CompletableFuture.completedFuture(true);
    Principal who = options.principal();
    try {
      CapabilityBinding.require(who, ref, "read");
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
    boolean free = who != null && (who.isAdmin() || who.equals(Principal.SYSTEM));
    return free ? yes.get() : guarded(ref, () -> allowed(ref, "read", null, options, yes), yes);
  }

  private CompletableFuture<AcceptedTell.Told> store(
      ActorRef ref, String type, String payload, CallOptions options) {
    Headers headers = headers(options);
    long now = parts.store.clock().nowMs();
    InboxMessage message = services.messages().mint(ref, type, payload, now, headers.ofTell());
    RequestKey key = options.requestKey("tell", type, payload);
    AcceptedTell tell =
        new AcceptedTell(
            message,
            key == null
                ? null
                : new KeyedReply(
                    ref, key, now + parts.limits.replyTtlMs(), StoredAnswer.message(message.id())),
            options.manifest(),
            services.directory(),
            services.stored());
    if (!tell.chargeTo(services.memory())) {
      return tell.reply();
    }
    services.deadlines().arm("the tell to " + ref, tell.reply(), headers.remainingMs());
    if (!parts.store.journal().offer(ref, tell)) {
      tell.noRoom();
    }
    return tell.reply();
  }

  /**
   * Whether any version of the class has the handler. Which one will run is decided later: an actor
   * may be of an older one, or move to a newer one first.
   */
  private boolean isHandled(String className, String type) {
    ClassVersion latest = parts.registry.latest(className);
    return (latest != null && latest.shape().handlers().contains(type))
        || parts.registry.versions(className).stream()
            .anyMatch(version -> version.shape().handlers().contains(type));
  }

  /**
   * Mints an id (UUIDv7), runs {@code onInit(args)}; completes when the actor is durable.
   *
   * @param args raw JSON, or null
   */
  public CompletableFuture<ActorRef> create(
      String className, @Nullable String args, CallOptions options) {
    return mapped(open(className, args, options), ActorView::ref);
  }

  /** As {@link #create}; the answer has the new actor's state and version. */
  public CompletableFuture<ActorView> open(
      String className, @Nullable String args, CallOptions options) {
    return open(className, args, "", options);
  }

  private CompletableFuture<ActorView> open(
      String className, @Nullable String args, String tags, CallOptions options) {
    return open(
        new ActorRef(className, UuidCreator.getTimeOrderedEpoch().toString()), args, tags, options);
  }

  /**
   * As {@link #create}, with an id that the caller has minted.
   *
   * @param ref of an actor that does not exist; else {@code Conflict}
   */
  public CompletableFuture<ActorView> open(
      ActorRef ref, @Nullable String args, CallOptions options) {
    return open(ref, args, "", options);
  }

  private CompletableFuture<ActorView> open(
      ActorRef ref, @Nullable String args, String tags, CallOptions options) {
    return send(Envelope.create(ref, args, tags, headers(options)), options, Reply.ofQuery());
  }

  /**
   * As {@link #create}; under a key, the actor is created once, and its id follows from the key.
   *
   * @param args raw JSON, or null
   */
  public CompletableFuture<Created> found(
      String className, @Nullable String args, CallOptions options) {
    return found(className, args, List.of(), options);
  }

  /**
   * The same.
   *
   * @param tags that it has from its first turn on
   * @throws ActjsException {@code TagInvalid}, {@code TagLimit}
   */
  public CompletableFuture<Created> found(
      String className, @Nullable String args, Collection<String> tags, CallOptions options) {
    String text = Tags.text(Tags.of(tags, parts.limits.tags(), parts.limits.tagBytes()));
    if (options.key() == null) {
      return mapped(
          open(className, args, text, options),
          view -> new Created(view.ref(), view.version(), false));
    }
    CompletableFuture<Created> created = new CompletableFuture<>();
    found(className, args, text, options, options.key(), 0, created);
    return created;
  }

  private void found(
      String className,
      @Nullable String args,
      String tags,
      CallOptions options,
      String key,
      int generation,
      CompletableFuture<Created> created) {
    String asker = options.asker();
    ActorRef ref = Created.refOf(className, asker, key, generation);
    String body = tags.isEmpty() ? args : tags + '\n' + args;
    Headers headers = headers(options).withKey(options.requestKey("create", "", body));
    var unused =
        send(Envelope.create(ref, args, tags, headers), options, createdAs(ref))
            .whenComplete(
                (first, failure) -> {
                  if (failure == null) {
                    created.complete(first);
                  } else if (isTaken(ref, failure) && generation < MOST_GENERATIONS) {
                    found(className, args, tags, options, key, generation + 1, created);
                  } else {
                    created.completeExceptionally(failure);
                  }
                });
  }

  private static Reply<Created> createdAs(ActorRef ref) {
    return Reply.of(
        answer ->
            switch (answer) {
              case Answer.State(var view, _, _) -> new Created(ref, view.version(), false);
              case Answer.Result result ->
                  new Created(ref, result.ran().version(), result.repeated());
              case Answer other -> throw new IllegalStateException("not of a creation: " + other);
            });
  }

  /** Whether an actor was created under the key so long ago that the key may be used again. */
  private static boolean isTaken(ActorRef ref, Throwable failure) {
    return failure instanceof ActjsException e
        && (e.code() == ProblemCode.Conflict
            || (e.code() == ProblemCode.Gone
                && e.detail().equals(ActorProblems.gone(ref).detail())));
  }

  /** The state of an actor; {@code ActorNotFound}, {@code Gone}. */
  public CompletableFuture<ActorView> read(ActorRef ref, CallOptions options) {
    return read(ref, options, null);
  }

  /**
   * The same, for a caller that needs the state's memory longer than the future's dependents run.
   *
   * @param tab takes what the state has in use; null when it is copied at once
   */
  public CompletableFuture<ActorView> read(ActorRef ref, CallOptions options, @Nullable Tab tab) {
    Reply<ActorView> reply = Reply.ofQuery();
    reply.tab(tab);
    return send(Envelope.query(ref, headers(options)), options, reply);
  }

  /** Deletes an actor for good; {@code ActorNotFound}, {@code Gone}. */
  public CompletableFuture<@Nullable Void> delete(ActorRef ref) {
    Headers headers = headers(CallOptions.DEFAULT);
    return send(Envelope.delete(ref, headers), CallOptions.DEFAULT, Reply.ofDeed());
  }

  /** As {@link #delete}; tells whether a request with the same key has deleted it before. */
  public CompletableFuture<Boolean> delete(ActorRef ref, CallOptions options) {
    Headers headers = headers(options).withKey(options.requestKey("delete", "", null));
    return send(Envelope.delete(ref, headers), options, Reply.ofDeletion());
  }

  /**
   * Attaches a subscriber; an actor that does not exist yet is created. Completes after the
   * snapshot was handed over. {@code UnknownClass}, {@code Gone}, {@code SubscriberLimit}.
   */
  public CompletableFuture<Subscription> subscribe(
      ActorRef ref, Subscriber subscriber, CallOptions options) {
    return subscribe(ref, null, subscriber, options);
  }

  /**
   * The same, for a subscriber that has seen a part of the actor's past. It gets what it has missed
   * and no snapshot, if that is to be had.
   *
   * @param from what it has seen, or null
   */
  public CompletableFuture<Subscription> subscribe(
      ActorRef ref, @Nullable Position from, Subscriber subscriber, CallOptions options) {
    return subscribe(ref, from, Introduction.anonymous(), subscriber, options);
  }

  /**
   * The same, for a subscriber that says who it is.
   *
   * @param self who it is
   */
  public CompletableFuture<Subscription> subscribe(
      ActorRef ref,
      @Nullable Position from,
      Introduction self,
      Subscriber subscriber,
      CallOptions options) {
    try {
      CapabilityBinding.require(options.principal(), ref, "subscribe");
      Headers headers = headers(options);
      CompletableFuture<Subscription> attached =
          new Attachment(
                  new Interest(
                      ref, options.manifest(), options.strict(), headers.ofTell(), from, self),
                  subscriber,
                  services.subscriptions(),
                  services.directory(),
                  parts.past)
              .open();
      if (from != null) {
        var unused = attached.thenAccept(it -> parts.counters.subscribedAgain(it.isResumed()));
      }
      services.deadlines().arm("the subscription to " + ref, attached, headers.remainingMs());
      return attached;
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Who subscribes to the actor: a JSON array of {@code {who, principal?, data, since}}. */
  public String present(ActorRef ref) {
    return services.subscriptions().presences().list(ref);
  }

  /** From now on no actor is told that a subscriber leaves: the server stops, and all do. */
  public void forgetDepartures() {
    services.subscriptions().presences().end();
  }

  /** The batches in which answers and notifications leave. */
  public Batches batches() {
    return parts.gate;
  }

  /** The stored manifests. */
  public Manifests manifests() {
    return parts.store.manifests();
  }

  /** The values that classes read. */
  public EnvValues env() {
    return parts.env;
  }

  /** The keys whose signatures count at publish. */
  public SigningKeys signingKeys() {
    return SigningKeys.over(parts.store.driver().registry(), parts.store.clock());
  }

  /** Capabilities: tokens for single actors. */
  public Capabilities capabilities() {
    return parts.capabilities;
  }

  /** What was published, deprecated and administered. */
  public AuditStore audit() {
    return parts.store.driver().registry().audit();
  }

  /**
   * Only type-checks a source, as {@link TypeScriptCompiler#check} does. Blocks.
   *
   * @throws ActjsException {@code TypeInvalid} and the others of {@link TypeScriptCompiler#compile}
   */
  public void check(ClassRef ref, String source, Siblings siblings) {
    parts.compiler.check(ref, source, siblings);
  }

  /** Holds stored states against the types of a version that is about to be published. */
  public StateReview stateReview() {
    return new StateReview(parts.engine, parts.store.driver());
  }

  /** What operators do to actors. */
  public Maintenance maintenance() {
    StorageDriver driver = parts.store.driver();
    return new Maintenance(
        services.directory(),
        services.deadlines(),
        parts.store.clock(),
        parts.limits.callDeadlineMs(),
        parts.registry,
        driver,
        parts.sweeper,
        new MigrationTrial(parts.engine, parts.registry, driver));
  }

  /** Forgetting of persons. */
  public PersonErasure personErasure() {
    StorageDriver driver = parts.store.driver();
    ActorLook look = new ActorLook(driver, parts.registry);
    return new PersonErasure(
        driver,
        new ActorListing(driver, parts.hosts),
        look,
        new ActorErasure(
            services.directory(),
            services.deadlines(),
            driver,
            look,
            parts.store.clock(),
            parts.limits.callDeadlineMs(),
            dueWork()::forget),
        parts.store.clock());
  }

  /** What actors have still to handle, and who is paused. */
  public DueWork dueWork() {
    return new DueWork(services);
  }

  /** May block on storage; {@code ActorNotFound}. */
  public ActorInfo inspect(ActorRef ref) {
    StorageDriver driver = parts.store.driver();
    ActorHead head = driver.head(ref);
    if (head == null) {
      throw ActorProblems.notFound(ref);
    }
    return new ActorInfo(
        head,
        parts.hosts.isActive(ref),
        parts.hosts.waiting(ref),
        services.subscriptions().claimed(ref),
        countInbox(driver, ref));
  }

  /** Counts by few at a time: messages are read whole, and may be large. */
  private static int countInbox(StorageDriver driver, ActorRef ref) {
    int count = 0;
    String after = null;
    List<InboxMessage> page = driver.pendingInbox(ref, after, INBOX_COUNT_PAGE);
    while (!page.isEmpty() && count < INBOX_COUNT_LIMIT) {
      count += page.size();
      after = page.getLast().id();
      page = driver.pendingInbox(ref, after, INBOX_COUNT_PAGE);
    }
    return Math.min(count, INBOX_COUNT_LIMIT);
  }

  /** Heads of stored actors in order of (class, id). May block on storage. */
  public List<ActorHead> actors(@Nullable String className, @Nullable ActorRef after, int limit) {
    return parts.store.driver().heads(className, after, limit);
  }

  /**
   * The stored actors that the filter lets through, in order of (class, id), those after {@code
   * after}. One that exists all the time while page after page is read is on exactly one of them.
   * May block on storage.
   */
  public ActorPage list(ActorFilter filter, @Nullable ActorRef after, int limit) {
    return new ActorListing(parts.store.driver(), parts.hosts).page(filter, after, limit);
  }

  /**
   * For development: every actor of the class, in memory or stored, runs this version from its next
   * turn on and keeps its state; one that is stored at a version from before the class's newest
   * migration goes through that first. Blocks.
   *
   * @return in which versions the newest migration was written, or null
   */
  public @Nullable MigrationEdits adopt(ClassRef ref) {
    MigrationEdits edits = parts.registry.migrationEdits(ref);
    services.adoptions().adopt(new Adoptions.Adoption(ref, edits));
    parts.hosts.replace(ref);
    return edits;
  }

  /** Requests since the start that an older version than the pinned one served, by class name. */
  public Map<String, Long> missedPins() {
    return parts.counters.missedPins.read();
  }

  /** What actors did since start, of each class that has run. */
  public List<ClassActivity> activity() {
    return parts.counters.activity.read();
  }

  /** How long calls took that ended well, from their arrival to their durable reply. */
  public LatencyHistogram callLatency() {
    return parts.counters.callLatency;
  }

  /** How many actors are in memory of each class version, as it was a moment ago. */
  public Map<ClassRef, Long> active() {
    return parts.hosts.countByVersion();
  }

  /** Requests that found no room for their actor beside others of its class or of their tenant. */
  public Seats.Refused crowdedOut() {
    return parts.seats.refused();
  }

  /** Turns and messages that wait for their commit. */
  public int journalQueue() {
    return parts.store.journal().waiting();
  }

  /** Rows dropped by retention. */
  public SweeperStats sweeperStats() {
    return parts.sweeper.stats();
  }

  /** The memory for what comes in, waits and goes out; what has left has been given back. */
  public Budget memory() {
    return services.memory();
  }

  public RuntimeStats stats() {
    return new RuntimeStats(
        parts.hosts.size(),
        parts.counters.activations.sum(),
        parts.counters.turns.sum(),
        parts.counters.failedTurns.sum(),
        parts.counters.unhandledRejections.sum(),
        messageStats(),
        services.subscriptions().total(),
        parts.counters.resumed.sum(),
        parts.counters.notResumed.sum(),
        parts.counters.emitted.sum(),
        parts.counters.emitsDropped.sum(),
        parts.store.driver().stats());
  }

  private MessageStats messageStats() {
    StoredMessages stored = services.stored();
    Pauses pauses = services.pauses();
    return new MessageStats(
        stored.retries(),
        stored.putOffs(),
        stored.deadLetters(),
        pauses.parkings(),
        pauses.actors(),
        pauses.classes());
  }

  /** Whether the last attempts to use storage failed, so that calls wait for it. */
  public boolean storageIsAway() {
    return parts.store.driver().outage() != null;
  }

  /** Workers that are stuck in a handler, and serve nobody. */
  public int stuckWorkers() {
    return parts.stuck.count();
  }

  /** Ends when one of the workers has taken a task, as it takes turns: then they work. */
  public CompletableFuture<@Nullable Void> beat() {
    CompletableFuture<@Nullable Void> beat = new CompletableFuture<>();
    parts.workers.all().forEach(worker -> worker.execute(on -> beat.complete(null)));
    return beat;
  }

  /** How often a turn took so long that its worker went on without it. */
  public long handOvers() {
    return parts.workers.handOvers();
  }

  /** Classes whose turns take so long that their actors are on workers of their own. */
  public Set<String> slowClasses() {
    return parts.workers.slowClasses();
  }

  /** Whether calls are taken and storage answers. May block on storage. */
  public boolean ready() {
    if (closing || parts.closure.get() != null) {
      return false;
    }
    try {
      parts.store.driver().ping();
      return true;
    } catch (ActjsException e) {
      return e.code() != ProblemCode.StorageUnavailable && e.code() != ProblemCode.StorageFull;
    }
  }

  /**
   * Takes no more calls, ends those that run, stores snapshots, closes the engine and the storage.
   */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    parts.drain(drainMs);
    parts.close();
  }
}
