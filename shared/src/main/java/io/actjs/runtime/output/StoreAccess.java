package io.actjs.runtime.output;

import io.actjs.model.Clock;
import io.actjs.registry.Manifests;
import io.actjs.storage.Journal;
import io.actjs.storage.StorageDriver;
import java.util.concurrent.ExecutorService;

/**
 * The ways to what is stored.
 *
 * @param journal the only way to write an actor's turns and messages
 * @param threads where calls of the driver may block
 * @param clock by which stored times are made
 */
public record StoreAccess(
    StorageDriver driver,
    Journal journal,
    Manifests manifests,
    ExecutorService threads,
    Clock clock) {}
