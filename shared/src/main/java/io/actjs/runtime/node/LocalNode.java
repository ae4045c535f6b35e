package io.actjs.runtime.node;

import io.actjs.model.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** This machine's knowledge of nodes. */
public final class LocalNode {
  /**
   * A process that is younger than its row by more than this is another one with the same number.
   */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  private LocalNode() {}

  /** This process, under a new id. */
  public static Node mint() {
    ProcessHandle self = ProcessHandle.current();
    return new Node(
        UUID.randomUUID().toString(), hostName(), self.pid(), startOf(self).toEpochMilli());
  }

  /** Whether the node is known to have ended: it ran on this machine, and no longer does. */
  static boolean isDead(Node node) {
    return node.host().equals(hostName()) && !isAlive(node);
  }

  /** Whether the node is known to be running on this machine. */
  static boolean isHere(Node node) {
    return node.host().equals(hostName()) && isAlive(node);
  }

  private static boolean isAlive(Node node) {
    return ProcessHandle.of(node.pid())
        .filter(ProcessHandle::isAlive)
        .filter(
            process -> startOf(process).toEpochMilli() - node.startedAt() < SAME_START.toMillis())
        .isPresent();
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
