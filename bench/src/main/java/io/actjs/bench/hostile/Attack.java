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

/** Something that has ended servers, done once. What becomes of it is not the attacker's worry. */
enum Attack {
  /** A result of 200 MB, then three of 64 MB side by side. */
  HUGE_RESULTS {
    @Override
    void once(Target target) throws Exception {
      target.call("Flood/huge/result", "{\"chars\":200000000}");
      target.sideBySide(3, "Flood/side%d/result", "{\"chars\":64000000}");
    }
  },

  /** Many results as large as they may be. */
  LARGE_RESULTS {
    @Override
    void once(Target target) throws Exception {
      target.sideBySide(30, "Flood/large%d/result", "{\"chars\":4000000}");
    }
  },

  /** Readers of a state of 15.6 MB that hardly read. */
  SLOW_READERS {
    @Override
    void once(Target target) throws Exception {
      for (int i = 0; i < 4; i++) {
        target.call("Big/b/grow", "{}");
      }
      List<Socket> readers = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          Socket reader = new Socket(InetAddress.getLoopbackAddress(), target.port);
          readers.add(reader);
          String request = "GET /v1/actors/Big/b HTTP/1.1\r\nHost: localhost\r\n\r\n";
          reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
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
      } finally {
        for (Socket reader : readers) {
          reader.close();
        }
      }
    }
  },

  /** Subscribers of the same state that read nothing. */
  DEAF_SUBSCRIBERS {
    @Override
    void once(Target target) throws Exception {
      List<WebSocket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          WebSocket socket = target.socket();
          sockets.add(socket);
          send(socket, 1, "actor.subscribe", "{\"class\":\"Big\",\"id\":\"b\"}");
        }
        Thread.sleep(2_000);
      } finally {
        sockets.forEach(WebSocket::abort);
      }
    }
  },

  /** One WebSocket with 450 calls of 1 MB to actors that wait. */
  PIPELINED_CALLS {
    @Override
    void once(Target target) throws Exception {
      String args = "{\"text\":\"" + "x".repeat(1_000_000) + "\"}";
      WebSocket socket = target.socket();
      try {
        for (int i = 0; i < 450; i++) {
          String call =
              "{\"class\":\"Hang\",\"id\":\"h%d\",\"method\":\"never\",\"deadlineMs\":2000,\"args\":%s}"
                  .formatted(i % 4, args);
          send(socket, i, "actor.call", call);
        }
      } finally {
        socket.abort();
      }
    }
  },

  /** One handler with 150 calls of 3 MB each, and of 1 MB. */
  HUGE_ARGUMENTS {
    @Override
    void once(Target target) throws Exception {
      target.call("Flood/args/args", "{\"chars\":3000000,\"calls\":150}");
      target.call("Flood/args/args", "{\"chars\":1000000,\"calls\":150}");
    }
  },

  /** 560 MB of log lines, as a call and as a stored message. */
  LOG_FLOOD {
    @Override
    void once(Target target) throws Exception {
      target.call("Flood/log/log", "{\"times\":70000,\"chars\":8000}");
      target.call("Flood/log/tell/log", "{\"times\":70000,\"chars\":8000}");
    }
  },

  /** Bodies of 1 MB of which a byte comes now and then. */
  DRIBBLED_BODIES {
    @Override
    void once(Target target) throws Exception {
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

  abstract void once(Target target) throws Exception;

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
      while (!Thread.currentThread().isInterrupted()) {
        try {
          attack.once(this);
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

    /** A WebSocket that reads nothing. */
    WebSocket socket() {
      return http.newWebSocketBuilder()
          .buildAsync(
              URI.create("ws://127.0.0.1:" + port + "/v1/ws"),
              new WebSocket.Listener() {
                @Override
                public void onOpen(WebSocket opened) {}
              })
          .join();
    }
  }
}
