package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes, from boot on, every actor that has stored messages; a page at a time, so that boot stays
 * bounded.
 */
final class InboxBoot {
  private static final Logger LOG = LoggerFactory.getLogger(InboxBoot.class);
  private static final int PAGE = 256;

  private final RuntimeContext context;
  private final Directory directory;

  InboxBoot(RuntimeContext context, Directory directory) {
    this.context = context;
    this.directory = directory;
  }

  void start() {
    Thread.ofVirtual().name("actjs-inbox-boot").start(this::run);
  }

  private void run() {
    @Nullable ActorRef last = null;
    try {
      while (true) {
        List<ActorRef> page = context.storage.actorsWithInbox(last, PAGE);
        if (page.isEmpty()) {
          return;
        }
        List<CompletableFuture<@Nullable Void>> awake = new ArrayList<>();
        for (ActorRef ref : page) {
          CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
          awake.add(done);
          directory.deliver(new Message.Wake(ref, done));
        }
        CompletableFuture.allOf(awake.toArray(CompletableFuture[]::new)).join();
        last = page.getLast();
      }
    } catch (ActjsException e) {
      LOG.warn("stored messages wait for the next touch of their actors: {}", e.detail());
    }
  }
}
