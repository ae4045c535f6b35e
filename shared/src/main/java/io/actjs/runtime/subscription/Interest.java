package io.actjs.runtime.subscription;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.Manifest;
import io.actjs.model.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wants to see.
 *
 * @param pin the versions that it is built against, or null
 * @param strict whether it is not shown the state of an older version than the pinned one
 * @param headers of its request
 * @param from what it has seen already; null for nothing
 * @param self who it is
 */
public record Interest(
    ActorRef ref,
    @Nullable Manifest pin,
    boolean strict,
    Headers headers,
    @Nullable Position from,
    Introduction self) {}
