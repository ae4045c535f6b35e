package io.actjs.bench.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that has ended servers, done once. What becomes of it is not the attacker's worry. Each
 * has a legal form: as much of the same kind of work as the limits allow, which is done in full.
 */
enum Attack {
  /** A result of 200 MB, then three of 64 MB side by side. */
  HUGE_RESULTS {
    @Override
    void once(Target target, Size size) throws Exception {
      String one = "{\"chars\":%d}".formatted(size.of(200_000_000, 4_000_000));
      target.call("Flood/huge/result", one);
      String three = "{\"chars\":%d}".formatted(size.of(64_000_000, 4_000_000));
      target.sideBySide(3, "Flood/side%d/result", three);
    }
  },

  /** Many results as large as they may be. */
  LARGE_RESULTS {
    @Override
    void once(Target target, Size size) throws Exception {
      target.sideBySide(size.of(30, 3), "Flood/large%d/result", "{\"chars\":4000000}");
    }
  },

  /**
   * Readers of a state of 15.6 MB that hardly read; of the legal ones, each reads it to its end.
   */
  SLOW_READERS {
    @Override
    void once(Target target, Size size) throws Exception {
      for (int i = 0; i < 4; i++) {
        target.call("Big/b/grow", "{}");
      }
      List<Socket> readers = new ArrayList<>();
      try {
        for (int i = 0; i < size.of(40, 4); i++) {
          Socket reader = new Socket(InetAddress.getLoopbackAddress(), target.port);
          readers.add(reader);
          String request =
              "GET /v1/actors/Big/b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
          reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
        if (size == Size.LEGAL) {
          for (Socket reader : readers) {
            var unused = reader.getInputStream().readAllBytes();
          }
        } else {
          sip(readers);
        }
      } finally {
        for (Socket reader : readers) {
          reader.close();
        }
      }
    }
  },

  /** Subscribers of the same state that read nothing; the legal ones read it all. */
  DEAF_SUBSCRIBERS {
    @Override
    void once(Target target, Size size) throws Exception {
      List<WebSocket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < size.of(40, 4); i++) {
          WebSocket socket = target.socket(size.of(0, Integer.MAX_VALUE));
          sockets.add(socket);
          send(socket, 1, "actor.subscribe", "{\"class\":\"Big\",\"id\":\"b\"}");
        }
        Thread.sleep(2_000);
      } finally {
        sockets.forEach(WebSocket::abort);
      }
    }
  },

  /** One WebSocket with 450 calls of 1 MB to actors that wait, or with 16 that are handled. */
  PIPELINED_CALLS {
    @Override
    void once(Target target, Size size) throws Exception {
      String args = "{\"text\":\"" + "x".repeat(1_000_000) + "\"}";
      WebSocket socket = target.socket(size.of(0, Integer.MAX_VALUE));
      String method = size == Size.LEGAL ? "inc" : "never";
      try {
        for (int i = 0; i < size.of(450, 16); i++) {
          String call =
              "{\"class\":\"Hang\",\"id\":\"h%d\",\"method\":\"%s\",\"deadlineMs\":2000,\"args\":%s}"
                  .formatted(i % 4, method, args);
          send(socket, i, "actor.call", call);
        }
      } finally {
        socket.abort();
      }
    }
  },

  /** One handler with 150 calls of 3 MB each, and of 1 MB; or three of 1 MB, twice. */
  HUGE_ARGUMENTS {
    @Override
    void once(Target target, Size size) throws Exception {
      String calls = "{\"chars\":%d,\"calls\":%d}";
      int count = size.of(150, 3);
      target.call("Flood/args/args", calls.formatted(size.of(3_000_000, 1_000_000), count));
      target.call("Flood/args/args", calls.formatted(1_000_000, count));
    }
  },

  /** 560 MB of log lines, or as many as are logged, as a call and as a stored message. */
  LOG_FLOOD {
    @Override
    void once(Target target, Size size) throws Exception {
      String lines = "{\"times\":%d,\"chars\":8000}".formatted(size.of(70_000, 32));
      target.call("Flood/log/log", lines);
      target.call("Flood/log/tell/log", lines);
    }
  },

  /** Bodies of 1 MB of which a byte comes now and then, or 50 that come at once. */
  DRIBBLED_BODIES {
    @Override
    void once(Target target, Size size) throws Exception {
      if (size == Size.LEGAL) {
        target.sideBySide(50, "Sink/d%d/inc", "{}");
        return;
      }
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 50; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port);
          sockets.add(socket);
          String head =
              String.join(
                  "\r\n",
                  "POST /v1/actors/Sink/d/inc HTTP/1.1",
                  "Host: localhost",
                  "Content-Type: application/json",
                  "Content-Length: 1000000",
                  "",
                  "");
          socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < 20; i++) {
          for (Socket socket : sockets) {
            OutputStream out = socket.getOutputStream();
            out.write(' ');
          }
          Thread.sleep(100);
        }
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  };

  abstract void once(Target target, Size size) throws Exception;

  /** How much of it. */
  enum Size {
    HOSTILE,
    LEGAL;

    int of(int hostile, int legal) {
      return this == HOSTILE ? hostile : legal;
    }
  }

  private static void sip(List<Socket> readers) throws IOException, InterruptedException {
    byte[] sip = new byte[64 << 10];
    for (int i = 0; i < 20; i++) {
      for (Socket reader : readers) {
        InputStream in = reader.getInputStream();
        if (in.available() > 0 && in.read(sip) < 0) {
          return;
        }
      }
      Thread.sleep(100);
    }
  }

  private static void send(WebSocket socket, int id, String method, String params) {
    String frame =
        "{\"jsonrpc\":\"2.0\",\"id\":\"a%d\",\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params);
    socket.sendText(frame, true).orTimeout(2, TimeUnit.SECONDS).join();
  }

  /** The server, from an attacker's side. */
  static final class Target {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    final AtomicLong attacks = new AtomicLong();

    Target(int port) {
      this.port = port;
    }

    /** Attacks again and again. */
    void attack(Attack attack) {
      attack(attack, Size.HOSTILE);
    }

    void attack(Attack attack, Size size) {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          attack.once(this, size);
        } catch (InterruptedException e) {
          return;
        } catch (Exception e) {
          // A refused or broken attack is a good sign; the honest callers tell what matters.
        }
        attacks.incrementAndGet();
      }
    }

    private HttpRequest request(String path, String body) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/actors/" + path))
          .header("content-type", "application/json")
          .timeout(Duration.ofSeconds(40))
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
    }

    void call(String path, String body) throws IOException, InterruptedException {
      var unused = http.send(request(path, body), HttpResponse.BodyHandlers.discarding());
    }

    void sideBySide(int count, String path, String body) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        calls.add(
            http.sendAsync(
                request(path.formatted(i), body), HttpResponse.BodyHandlers.discarding()));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    }

    /** A WebSocket that reads so many frames. */
    WebSocket socket(int frames) {
      return http.newWebSocketBuilder()
          .buildAsync(
              URI.create("ws://127.0.0.1:" + port + "/v1/ws"),
              new WebSocket.Listener() {
                @Override
                public void onOpen(WebSocket opened) {
                  if (frames > 0) {
                    opened.request(frames);
                  }
                }
              })
          .join();
    }
  }
}
