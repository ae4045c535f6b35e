package io.actjs.storage.access;

import io.actjs.model.AuditEntry;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The part of storage about access: tokens, keys and revocations of capabilities, values of
 * environments. A change and its audit entries are stored together, and are durable when the method
 * returns; so whoever knows the audit up to its newest entry knows every change. Thread-safe; every
 * method may block and may throw {@code StorageUnavailable} or {@code StorageFull}.
 */
public interface AccessStore {

  /**
   * @throws io.actjs.model.ActjsException {@code TokenExists} when one has the id or the hash,
   *     revoked ones included; then nothing changed
   */
  void addToken(StoredToken token, AuditEntry audit);

  /** All of them, also those that are not live, in order of adding. */
  List<StoredToken> tokens();

  /**
   * Revokes a token; nothing changes, and nothing is audited, when it is revoked already.
   *
   * @return whether it was live: neither revoked nor expired
   * @throws io.actjs.model.ActjsException {@code TokenNotFound}; then nothing changed
   */
  boolean revokeToken(String id, long revokedAt, AuditEntry audit);

  /**
   * Drops all tokens of a principal, live or not: nothing of them is left. Nothing is audited when
   * there is none.
   *
   * @return how many they were
   */
  int dropTokens(String sub, AuditEntry audit);

  /**
   * @throws io.actjs.model.ActjsException {@code SigningKeyExists}; then nothing changed
   */
  void addCapabilityKey(CapabilityKey key, AuditEntry audit);

  /**
   * Retires a key: it signs nothing more, and what it has signed is void. Nothing changes, and
   * nothing is audited, when it is retired already.
   *
   * @throws io.actjs.model.ActjsException {@code SigningKeyNotFound}; then nothing changed
   */
  void retireCapabilityKey(String kid, long retiredAt, AuditEntry audit);

  /** Also those that are retired, in order of adding. */
  List<CapabilityKey> capabilityKeys();

  /**
   * Voids a capability; nothing changes, and nothing is audited, when it is void already.
   *
   * @return whether it was not void before
   */
  boolean revokeCapability(CapabilityRevocation revocation, AuditEntry audit);

  /** Those that are not past, in order of {@code (until, jti)}. */
  List<CapabilityRevocation> capabilityRevocations(long nowMs);

  /** Sets values, all of them or none, whether they are there or not. */
  void putEnv(List<EnvValue> values, List<AuditEntry> audit);

  /**
   * Removes a value; nothing is audited when it is not there.
   *
   * @return whether it was there
   */
  boolean removeEnv(String env, String name, AuditEntry audit);

  /** The values of an environment, in order of their names. */
  List<EnvValue> env(String env);

  /** The values of all environments, in order of environments and names. */
  List<EnvValue> env();

  /**
   * Seals everything that is sealed anew, all of it or nothing: private keys of capabilities, and
   * secret values.
   *
   * @param anew the new form of a sealed one; it may be called several times, and what it throws
   *     undoes everything
   */
  void reseal(UnaryOperator<Bytes> anew, AuditEntry audit);
}
