package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: collects what arrives until a whole message is there and what is to be
 * sent until the socket takes it. Belongs to the thread that polls it.
 */
abstract class Connection implements AutoCloseable {
  private static final int INPUT_BYTES = 1 << 14;
  private static final int INPUT_LIMIT = 64 << 20;
  private static final int OUTPUT_BYTES = 1 << 17;

  protected final SocketChannel channel;
  protected final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_BYTES);
  private byte[] input = new byte[INPUT_BYTES];
  private ByteBuffer inputView = ByteBuffer.wrap(input);
  private @Nullable SelectionKey key;

  /** Connects to a port of this machine; blocks until the connection stands. */
  Connection(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /**
   * Handles the whole messages in {@code bytes[0, length)}.
   *
   * @return the number of bytes handled; the rest is given again with what follows it
   */
  abstract int consume(byte[] bytes, int length);

  final void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  final void ready(SelectionKey ready) throws IOException {
    if (ready.isReadable()) {
      receive();
    }
    flush();
  }

  private void receive() throws IOException {
    if (!inputView.hasRemaining()) {
      grow();
    }
    if (channel.read(inputView) < 0) {
      throw new BenchFailure("the server closed a connection during the run");
    }
    int filled = inputView.position();
    int used = consume(input, filled);
    if (used > 0) {
      System.arraycopy(input, used, input, 0, filled - used);
      inputView.position(filled - used);
    }
  }

  private void grow() {
    if (input.length >= INPUT_LIMIT) {
      throw new BenchFailure("the server sent a message of more than " + INPUT_LIMIT + " bytes");
    }
    int filled = input.length;
    input = Arrays.copyOf(input, filled * 2);
    inputView = ByteBuffer.wrap(input).position(filled);
  }

  /** Sends what waits in {@link #output}; what the socket does not take goes when it is ready. */
  final void flush() throws IOException {
    if (output.position() > 0) {
      output.flip();
      channel.write(output);
      output.compact();
    }
    if (key != null) {
      int wanted =
          output.position() > 0
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ;
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
