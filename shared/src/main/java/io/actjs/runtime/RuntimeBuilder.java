package io.actjs.runtime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.agent.Scheduler;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.model.Clock;
import io.actjs.policy.ActiveLimits;
import io.actjs.policy.Budget;
import io.actjs.policy.PresenceLimits;
import io.actjs.policy.ResumeLimits;
import io.actjs.policy.RuntimeLimits;
import io.actjs.policy.capability.CapabilityRules;
import io.actjs.policy.capability.KeySeal;
import io.actjs.registry.RegistryOptions;
import io.actjs.registry.env.EnvValues;
import io.actjs.registry.env.Vault;
import io.actjs.runtime.activity.Denials;
import io.actjs.runtime.node.NodeLease;
import io.actjs.runtime.retention.RetentionPolicy;
import io.actjs.runtime.subscription.EmitTap;
import io.actjs.storage.Signals;
import io.actjs.storage.StorageDriver;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Options of a runtime. */
public final class RuntimeBuilder {
  final StorageDriver storage;
  Signals signals = Signals.NONE;
  RegistryOptions registryOptions = RegistryOptions.DEFAULT;
  RuntimeLimits limits = RuntimeLimits.DEFAULT;
  EngineLimits engineLimits = EngineLimits.DEFAULT;
  RetentionPolicy retention = RetentionPolicy.DEFAULT;
  ResumeLimits resume = ResumeLimits.DEFAULT;
  PresenceLimits presence = PresenceLimits.DEFAULT;
  ActiveLimits active = ActiveLimits.DEFAULT;
  Budget memory = Budget.root("server", Runtime.getRuntime().maxMemory() / 2);
  CapabilityRules capabilities = CapabilityRules.DEFAULT;
  KeySeal keySeal = KeySeal.NONE;
  Clock clock = Clock.SYSTEM;
  long drainMs = 10_000;
  Scheduler scheduler = Scheduler.threads();
  @Nullable Engine engine;
  Supplier<String> ids = () -> UuidCreator.getTimeOrderedEpochPlus1().toString();
  @Nullable NodeLease lease;
  Duration compilerIdle = Duration.ofSeconds(30);
  String environment = EnvValues.DEFAULT;
  Vault vault = Vault.inMemory();
  int workers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  Denials denials = Denials.NONE;
  EmitTap emits = EmitTap.NONE;

  RuntimeBuilder(StorageDriver storage) {
    this.storage = storage;
  }

  /** The way in which servers that share the storage notify each other; by default they poll. */
  public RuntimeBuilder signals(Signals value) {
    signals = value;
    return this;
  }

  public RuntimeBuilder registryOptions(RegistryOptions value) {
    registryOptions = value;
    return this;
  }

  public RuntimeBuilder limits(RuntimeLimits value) {
    limits = value;
    return this;
  }

  public RuntimeBuilder engineLimits(EngineLimits value) {
    engineLimits = value;
    return this;
  }

  /** The retention policy. */
  public RuntimeBuilder retention(RetentionPolicy value) {
    retention = value;
    return this;
  }

  /** How far subscribers that come back are caught up. */
  public RuntimeBuilder active(ActiveLimits value) {
    active = value;
    return this;
  }

  public RuntimeBuilder presence(PresenceLimits value) {
    presence = value;
    return this;
  }

  /**
   * The environment whose values classes read.
   *
   * @param keys seal the secret ones; when they are left out, for as long as the process runs
   */
  public RuntimeBuilder environment(String name, Vault keys) {
    environment = name;
    vault = keys;
    return this;
  }

  public RuntimeBuilder resume(ResumeLimits value) {
    resume = value;
    return this;
  }

  /** What is told of requests that a policy refuses. */
  public RuntimeBuilder denials(Denials value) {
    denials = value;
    return this;
  }

  /** What is told of each message that actors emit. */
  public RuntimeBuilder emits(EmitTap value) {
    emits = value;
    return this;
  }

  /** What messages and answers are charged to; half of the Java heap when not given. */
  public RuntimeBuilder memory(Budget value) {
    memory = value;
    return this;
  }

  /** Which capabilities are minted and accepted. */
  public RuntimeBuilder capabilities(CapabilityRules value) {
    capabilities = value;
    return this;
  }

  /** Seals the private keys of capabilities; without it they lie in the store as they are. */
  public RuntimeBuilder keySeal(KeySeal value) {
    keySeal = value;
    return this;
  }

  public RuntimeBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /**
   * Worker threads, one isolate each. When not given, half of the cores: sockets, journal and
   * outputs need the other half, and fewer workers have larger batches.
   */
  public RuntimeBuilder workers(int count) {
    workers = count;
    return this;
  }

  /** The time for which an idle TypeScript compiler stays loaded; 30 s by default. */
  public RuntimeBuilder compilerIdle(Duration value) {
    compilerIdle = value;
    return this;
  }

  /**
   * How long {@link ActorRuntime#close} lets running turns and waiting messages end; 10 s when not
   * given.
   */
  public RuntimeBuilder drainMs(long value) {
    drainMs = value;
    return this;
  }

  /** The scheduler of the runtime's agents; by default one thread per agent. */
  public RuntimeBuilder scheduler(Scheduler value) {
    scheduler = value;
    return this;
  }

  /** The engine, which the runtime closes; one with {@link #engineLimits} when not given. */
  public RuntimeBuilder engine(Engine value) {
    engine = value;
    return this;
  }

  /**
   * The source of ids for durable messages: unique among all servers of the store, ascending in
   * text order. UUIDs of version 7 by default.
   */
  public RuntimeBuilder messageIds(Supplier<String> value) {
    ids = value;
    return this;
  }

  /**
   * The lease of this node on a store that others could use, too: without it, nothing leaves the
   * process. The runtime releases it when it closes.
   */
  public RuntimeBuilder lease(NodeLease value) {
    lease = value;
    return this;
  }

  /** Starts the threads and, from then on, handles the messages that waited in storage. */
  public ActorRuntime start() {
    return new ActorRuntime(this).start();
  }
}
