package io.actjs.model;

/**
 * Every error that a user can see: its stable code (the constant's name), its HTTP status, and
 * whether the same request may succeed when it is sent again unchanged. The one table:
 * problem+json, JSON-RPC errors and the CLI are rendered from it.
 */
public enum ProblemCode {
  SchemaInvalid(400, "the request does not have the expected shape"),
  MalformedJson(400, "the body is not JSON"),
  SyntaxInvalid(400, "the TypeScript source does not parse"),
  TypeInvalid(400, "the TypeScript source does not type-check"),
  ForbiddenImport(400, "the class imports what an actor cannot have"),
  ClassInvalid(400, "the source does not define exactly one actor class"),
  InvalidVersion(400, "the version is not a semantic version"),
  InvalidDepRange(400, "a dependency range is not an npm version range"),
  IncompatibleEngine(400, "the class requires another version of the server"),
  SignatureInvalid(400, "the signature does not verify"),
  SignatureRequired(400, "the server accepts only signed classes"),
  UnsupportedKeyType(400, "a signing key must be an Ed25519 public key"),
  ClassNotFound(400, "a class to be resolved has no version"),
  ManifestUnknown(400, "no manifest with this SHA-256 is stored"),
  TagInvalid(400, "the text cannot be a tag"),
  ReminderInvalid(400, "the reminder's time is out of range"),
  ExportInvalid(400, "the file is not an export, or it is damaged"),
  Unauthorized(401, "the request does not say who sends it, or what it says does not hold"),
  InvalidCapability(401, "the capability is none of this server's, or it was changed"),
  CapabilityExpired(401, "the capability has expired"),
  CapabilityNotYetValid(401, "the capability does not hold yet"),
  CapabilityRevoked(401, "the capability, or the key that signed it, was taken back"),
  Forbidden(403, "this caller is not allowed to do that"),
  PolicyDenied(403, "the class does not let this caller do that"),
  UnknownClass(404, "no such class is published"),
  UnknownVersion(404, "no such version of the class is published"),
  UnknownMethod(404, "the class has no such handler"),
  ActorNotFound(404, "no such actor"),
  DeadLetterNotFound(404, "the actor has no dead letter with this id"),
  ReminderNotFound(404, "the actor has no pending reminder with this id"),
  EnvNotFound(404, "the environment has no such value"),
  SigningKeyNotFound(404, "no signing key has this id"),
  TokenNotFound(404, "no token has this id"),
  SchemaNotFound(404, "the version has no schemas"),
  NotFound(404, "no such route"),
  MethodNotAllowed(405, "the route does not accept this HTTP method"),
  RequestTimeout(408, "the request did not arrive in time"),
  VersionAlreadyPublished(409, "a published version is immutable"),
  StatesUnfit(409, "stored states do not fit the types of the version"),
  MigrationRepeated(409, "the version would run the migration of an earlier one a second time"),
  RouteTaken(409, "another class has the route"),
  DepConflict(409, "no set of versions satisfies every range"),
  LimitExceeded(400, "the request exceeds a limit of the server"),
  ManifestRegression(409, "the actor is stored at a newer version than the requested one"),
  ManifestAhead(
      409, "the actor is stored at an older version than the one that is strictly pinned"),
  NothingToRollBack(409, "the actor has no migration to roll back"),
  VersionStillCurrent(409, "the actor would move to that version again at once"),
  TurnsSinceMigration(409, "the rollback would discard turns made since the migration"),
  StoreNotEmpty(409, "an import needs an empty store"),
  BackupUnsupported(409, "the store is not a file that the server can copy"),
  ConfigInvalid(409, "the configuration of the server is malformed"),
  ReloadUnsupported(409, "the server has no configuration that it could read again"),
  BackupUnderWay(409, "the server makes one backup at a time", true),
  SigningKeyExists(409, "a signing key with this id is registered already"),
  TokenExists(409, "a token with this id or secret exists already"),
  SecretKeyInvalid(409, "the server has no key that seals or opens the secret"),
  EnvMissing(409, "values that the class declares are not set"),
  EnvInUse(409, "published classes need the value, or another one"),
  ActorAbort(409, "the handler refused the call"),
  Conflict(409, "the actor has had another last turn than the one that the request is for"),
  TagLimit(409, "the actor would have more tags than it may"),
  CallCycle(409, "the call would wait for itself"),
  Fenced(409, "another owner has taken over the actor", true),
  Gone(410, "the actor was deleted, or the class version is past its grace period"),
  PayloadTooLarge(413, "the body is larger than the limit"),
  UnsupportedMediaType(415, "send application/json"),
  IdempotencyMismatch(422, "the idempotency key has been used for a request with another body"),
  Cancelled(499, "the caller has left before the answer"),
  RateLimited(429, "the caller asks more often than it may", true),
  MailboxFull(429, "the actor's mailbox is full", true),
  SubscriberLimit(429, "the actor has the maximum number of subscribers", true),
  HandlerError(500, "the handler threw an error"),
  StateNotSerializable(500, "the handler stored or returned something that is not JSON"),
  StateReadOnly(500, "the state cannot be changed by this code"),
  ImpureReducer(500, "a reducer must depend on its arguments only"),
  MigrationFailed(500, "the actor could not be migrated to the newer class version"),
  HandlerTimeout(500, "the handler used more CPU time than the limit"),
  HeapExhausted(500, "the handler used more memory than the limit"),
  WorkerLost(500, "the process in which the handler ran has ended"),
  StateTooLarge(500, "the actor's state is larger than the limit"),
  PatchTooLarge(500, "the turn changes more than a single turn may"),
  ResultTooLarge(500, "the handler returned more than a single call may return"),
  ResponseInvalid(500, "the handler of a raw route returned what cannot be sent"),
  OutboxFull(500, "the turn sends more messages than a single turn may"),
  InternalError(500, "an internal error of the server; see its log"),
  Paused(503, "the actor or its class is paused", true),
  CapacityExhausted(503, "the server has no room for this at the moment", true),
  StorageUnavailable(503, "the storage did not accept the turn", true),
  ShuttingDown(503, "the server is stopping", true),
  TurnTimeout(504, "the turn did not end within its deadline"),
  CallTimeout(504, "the deadline passed before the answer", true),
  DataDirectoryInUse(500, "another process has the data directory open"),
  StoreInUse(500, "another server is using the database"),
  StoreDamaged(500, "the store lacks or contradicts acknowledged data"),
  AddressInUse(500, "another process is listening on the port"),
  StorageFull(507, "the disk is full", true);

  private final int httpStatus;
  private final String title;
  private final boolean retryable;

  ProblemCode(int httpStatus, String title) {
    this(httpStatus, title, false);
  }

  ProblemCode(int httpStatus, String title, boolean retryable) {
    this.httpStatus = httpStatus;
    this.title = title;
    this.retryable = retryable;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** A sentence that holds for every occurrence of the problem. */
  public String title() {
    return title;
  }

  public boolean retryable() {
    return retryable;
  }

  /**
   * Whether it says what a handler made of a request: the same request again on the same state ends
   * the same way. All others say that the server, another actor or the time failed it.
   */
  public boolean isVerdict() {
    return switch (this) {
      case ActorAbort,
          HandlerError,
          StateNotSerializable,
          StateReadOnly,
          ImpureReducer,
          StateTooLarge,
          PatchTooLarge,
          ResultTooLarge,
          TagInvalid,
          TagLimit,
          ResponseInvalid,
          OutboxFull ->
          true;
      default -> false;
    };
  }
}
