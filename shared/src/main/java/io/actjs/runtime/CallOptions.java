package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.Headers;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The context of a request besides its arguments.
 *
 * @param manifest the caller's pin, which decides the class versions that run for this request and
 *     for everything it causes; null for the latest
 * @param deadlineMs time from now; 0 for the default
 * @param principal who asks; null for nobody in particular
 * @param trace a W3C {@code traceparent}, or another name that the caller gave its request, or null
 * @param strict whether the request is refused with {@code ManifestAhead}, before anything runs,
 *     when the actor is stored at an older version than the pinned one
 * @param key the idempotency key of the request, or null
 * @param ifSeq the turn that has to be the actor's last, as readers see it; negative for any
 * @param mutationId what subscribers are told that the change of this call is of, or null
 */
public record CallOptions(
    @Nullable Manifest manifest,
    long deadlineMs,
    @Nullable Principal principal,
    @Nullable String trace,
    boolean strict,
    @Nullable String key,
    long ifSeq,
    @Nullable String mutationId) {
  private static final int LONGEST_MUTATION_ID = 64;

  private static final long ANY = -1;

  public static final CallOptions DEFAULT = new CallOptions(null, 0);

  /** The options of an anonymous caller. */
  public CallOptions(@Nullable Manifest manifest, long deadlineMs) {
    this(manifest, deadlineMs, null, null, false, null, ANY, null);
  }

  public static CallOptions pinned(@Nullable Manifest manifest) {
    return new CallOptions(manifest, 0);
  }

  /** The same, with a pin that must be kept. */
  public CallOptions strictly() {
    return new CallOptions(manifest, deadlineMs, principal, trace, true, key, ifSeq, mutationId);
  }

  /** The same, of a caller; null for nobody in particular. */
  public CallOptions by(@Nullable Principal who) {
    return who == null
        ? this
        : new CallOptions(manifest, deadlineMs, who, trace, strict, key, ifSeq, mutationId);
  }

  /** The same, in a trace; null for none. */
  public CallOptions traced(@Nullable String name) {
    return name == null
        ? this
        : new CallOptions(manifest, deadlineMs, principal, name, strict, key, ifSeq, mutationId);
  }

  /**
   * The same, under an idempotency key; null for none.
   *
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid} for a key that is too long
   */
  public CallOptions keyed(@Nullable String name) {
    return name == null
        ? this
        : new CallOptions(
            manifest,
            deadlineMs,
            principal,
            trace,
            strict,
            RequestKey.requireKey(name),
            ifSeq,
            mutationId);
  }

  /** The same, for an actor whose last turn that is. */
  public CallOptions ifSeq(long seq) {
    return new CallOptions(manifest, deadlineMs, principal, trace, strict, key, seq, mutationId);
  }

  /**
   * The same, whose change subscribers are told to be of this mutation; null to tell them nothing.
   *
   * @throws ActjsException {@code SchemaInvalid} for a name that is empty or too long
   */
  public CallOptions mutation(@Nullable String name) {
    return name == null
        ? this
        : new CallOptions(
            manifest, deadlineMs, principal, trace, strict, key, ifSeq, requireMutationId(name));
  }

  /**
   * Returns the name, which a client has chosen.
   *
   * @throws ActjsException {@code SchemaInvalid} when it does not have 1 to {@value
   *     #LONGEST_MUTATION_ID} characters
   */
  public static String requireMutationId(String name) {
    if (name.isEmpty() || name.length() > LONGEST_MUTATION_ID) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "a mutation id has 1 to " + LONGEST_MUTATION_ID + " characters");
    }
    return name;
  }

  /**
   * The key of the request.
   *
   * @param kind "call", "tell", "create" or "delete"
   * @param name of the handler; empty for none
   * @param body raw JSON, null for none
   */
  @Nullable RequestKey requestKey(String kind, String name, @Nullable String body) {
    if (key == null) {
      return null;
    }
    String what = name.isEmpty() ? kind : kind + ' ' + name;
    return RequestKey.of(asker(), what, key, body);
  }

  /** The name that keys of its requests belong to. */
  String asker() {
    return principal == null ? "" : principal.sub();
  }

  /** As they travel; {@code waitMs} when the options name no deadline. */
  Headers headers(long waitMs) {
    return new Headers(
        principal,
        manifest == null ? null : manifest.sha(),
        trace,
        null,
        null,
        deadlineMs > 0 ? deadlineMs : waitMs,
        Headers.HOPS);
  }
}
