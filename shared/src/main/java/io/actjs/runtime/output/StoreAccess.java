package io.actjs.runtime.output;

import io.actjs.model.Clock;
import io.actjs.registry.Manifests;
import io.actjs.storage.Journal;
import io.actjs.storage.StorageDriver;
import java.util.concurrent.ExecutorService;

/**
 * The access to storage.
 *
 * @param journal the only way to write an actor's turns and messages
 * @param threads the threads on which calls of the driver may block
 * @param clock the source of stored times
 */
public record StoreAccess(
    StorageDriver driver,
    Journal journal,
    Manifests manifests,
    ExecutorService threads,
    Clock clock) {}
