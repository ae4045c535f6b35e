package io.actjs.engine.inspect;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.IV8InspectorListener;
import com.caoccao.javet.interop.V8Inspector;
import com.caoccao.javet.interop.V8Runtime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A debugger's conversation with an isolate.
 *
 * <p>Each message is handed to V8 by a thread of its own, which may have to wait for the isolate
 * until a step ends. If the step pauses instead, the pause's own loop answers the message, while
 * that thread goes on waiting. So the next message follows when the one before was handed over, or
 * was answered: order is kept, and no pause waits for a thread that waits for its end.
 */
public final class DebugSession implements AutoCloseable, IV8InspectorListener {
  private static final Logger LOG = LoggerFactory.getLogger(DebugSession.class);

  /** More than a debugger asks for before it waits for an answer. */
  private static final int MOST_WAITING = 10_000;

  /** The stack that code in V8 may use, and room for frames around it. */
  private static final long STACK_BYTES = 2 << 20;

  private static final long LOOK_MS = 500;

  private static final Pattern ID = Pattern.compile("^\\{\"id\":(-?\\d+)");
  private static final Pattern ASKED_ID = Pattern.compile("\"id\"\\s*:\\s*(-?\\d+)");

  /** Makes what is paused go on. */
  private static final String DISABLE = "{\"id\":-1,\"method\":\"Debugger.disable\"}";

  private final V8Runtime runtime;
  private final ScriptUrls urls;
  private final DebugTarget.Pause pause;
  private final Consumer<String> receiver;
  private final Runnable end;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Handover current;

  /** A message that a thread hands to V8. */
  private record Handover(String id, CountDownLatch done) {}

  DebugSession(
      V8Runtime runtime,
      ScriptUrls urls,
      DebugTarget.Pause pause,
      Consumer<String> receiver,
      Runnable end) {
    this.runtime = runtime;
    this.urls = urls;
    this.pause = pause;
    this.receiver = receiver;
    this.end = end;
    thread("actjs-debugger", this::run).start();
  }

  private static Thread thread(String name, Runnable task) {
    return new Thread(null, task, name, STACK_BYTES) {
      {
        setDaemon(true);
      }
    };
  }

  /**
   * Takes a message of the debugger.
   *
   * @return false when too many wait
   */
  public boolean send(String message) {
    return closing.get() || waiting.offer(message);
  }

  private void run() {
    List<Thread> threads = new ArrayList<>();
    V8Inspector inspector = runtime.createV8Inspector("actjs");
    inspector.addListeners(this);
    try {
      while (!closing.get()) {
        handOver(inspector, urls.incoming(waiting.take()), threads);
        threads.removeIf(thread -> !thread.isAlive());
      }
      handOver(inspector, DISABLE, threads);
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a debugger's session failed", e);
    } finally {
      close(inspector);
    }
  }

  private void handOver(V8Inspector inspector, String message, List<Thread> threads)
      throws InterruptedException {
    Matcher id = ASKED_ID.matcher(message);
    Handover handover = new Handover(id.find() ? id.group(1) : "", new CountDownLatch(1));
    synchronized (this) {
      current = handover;
    }
    Thread thread =
        thread(
            "actjs-debugger-message",
            () -> {
              try {
                inspector.sendRequest(message);
              } catch (JavetException e) {
                LOG.warn("V8 does not take a message of the debugger: {}", e.getMessage());
              } finally {
                handover.done.countDown();
              }
            });
    threads.add(thread);
    thread.start();
    while (!handover.done.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
      if (pause.holds()) {
        // It is with the pause's loop by now; its answer may need what comes after the pause.
        return;
      }
    }
  }

  private void close(V8Inspector inspector) {
    try {
      inspector.close();
    } catch (JavetException e) {
      LOG.warn("a debugger's session does not close: {}", e.getMessage());
    }
    pause.end();
    ended.countDown();
    end.run();
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Detaches; what is paused goes on. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      waiting.clear();
      var unused = waiting.offer(DISABLE);
    }
  }

  void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // On the thread that is in V8.

  @Override
  public void receiveResponse(String message) {
    Matcher id = ID.matcher(message);
    synchronized (this) {
      if (current != null && id.find() && id.group(1).equals(current.id)) {
        current.done.countDown();
      }
    }
    tell(message);
  }

  @Override
  public void receiveNotification(String message) {
    if (message.startsWith("{\"method\":\"Debugger.paused\"")) {
      pause.begin();
    } else if (message.startsWith("{\"method\":\"Debugger.resumed\"")) {
      pause.end();
    }
    tell(message);
  }

  private void tell(String message) {
    if (!closing.get()) {
      receiver.accept(urls.outgoing(message));
    }
  }

  @Override
  public void flushProtocolNotifications() {}

  @Override
  public void runIfWaitingForDebugger(int contextGroupId) {}

  @Override
  public void sendRequest(String message) {}
}
