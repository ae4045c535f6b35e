package io.actjs.engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker process that starts as it should, and then answers in the way that its argument names.
 */
final class LyingProcess {
  private LyingProcess() {}

  public static void main(String[] args) throws IOException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    Wire wire = Wire.answering(new FileInputStream(FileDescriptor.in), out, 1 << 20);
    wire.begin(Op.DONE).number(ProcessHandle.current().pid()).number(0).text(null).send();
    var unused = wire.receive();
    switch (args[0]) {
      case "garbage" -> out.write("Hello, I am V8 and have something to say\n".getBytes(UTF_8));
      case "half" -> {
        out.write(new byte[] {100, 0, 0, 0, Op.DONE.code, 1});
        System.exit(3);
      }
      case "large" -> out.write(new byte[] {0, 0, 0, 127, Op.DONE.code, 1});
      case "two" -> {
        wire.begin(Op.DONE).text("").send();
        wire.begin(Op.DONE).text("").send();
      }
      case "malformed" -> wire.begin(Op.DONE).text("").number(5).send();
      case "request" -> wire.begin(Op.STEP).number(0).text("").send();
      case "nothing" -> {}
      case "end" -> System.exit(4);
      default -> throw new IllegalArgumentException(args[0]);
    }
    while (true) {
      LockSupport.park();
    }
  }
}
