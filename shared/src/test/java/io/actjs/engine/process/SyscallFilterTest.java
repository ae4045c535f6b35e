package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.process.SyscallFilter.Instruction;
import io.actjs.engine.process.SystemCall.Processor;
import io.actjs.engine.process.SystemCall.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program's answers, by the rules of the machine that runs it in the kernel. */
class SyscallFilterTest {
  private static final int PID = 4711;
  private static final int THREAD = 0x003d0f00;
  private static final int FORK = 0x01200011;

  private static int answer(Processor processor, int audit, int number, int argument) {
    List<Instruction> program = SyscallFilter.of(processor, PID);
    int accumulator = 0;
    for (int at = 0; ; at++) {
      Instruction now = program.get(at);
      switch (now.code()) {
        case SyscallFilter.LOAD ->
            accumulator =
                switch (now.value()) {
                  case SyscallFilter.NUMBER -> number;
                  case SyscallFilter.ARCHITECTURE -> audit;
                  case SyscallFilter.ARGUMENT -> argument;
                  default -> throw new IllegalStateException("it looks at " + now.value());
                };
        case SyscallFilter.RETURN -> {
          return now.value();
        }
        case SyscallFilter.IF_EQUAL -> at += skipped(now, accumulator == now.value());
        case SyscallFilter.IF_GREATER ->
            at += skipped(now, Integer.compareUnsigned(accumulator, now.value()) > 0);
        case SyscallFilter.IF_SET -> at += skipped(now, (accumulator & now.value()) != 0);
        default -> throw new IllegalStateException(now.toString());
      }
    }
  }

  private static int skipped(Instruction jump, boolean holds) {
    return holds ? jump.then() : jump.otherwise();
  }

  private static int answer(Processor processor, int number, int argument) {
    return answer(processor, processor.audit, number, argument);
  }

  private static int number(Processor processor, String name) {
    return SystemCall.PERMITTED.stream()
        .filter(it -> it.name().equals(name))
        .map(processor::numberOf)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsListedIsPermitted(Processor processor) {
    Set<Integer> listed = new HashSet<>();
    for (SystemCall call : SystemCall.PERMITTED) {
      int number = processor.numberOf(call);
      if (number != SystemCall.NONE) {
        assertTrue(listed.add(number), () -> call + " twice");
      }
      if (number != SystemCall.NONE && call.rule() == Rule.ANY) {
        assertEquals(SyscallFilter.ALLOW, answer(processor, number, 0), call::name);
      }
    }
    for (int number = 0; number <= 450; number++) {
      if (!listed.contains(number)) {
        assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, number, PID), "" + number);
      }
    }
    assertEquals(SyscallFilter.NO_SUCH_CALL, answer(processor, 451, 0));
    assertEquals(SyscallFilter.NO_SUCH_CALL, answer(processor, 0x40000000, 0));
    int i386 = 0x40000003;
    assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, i386, 3, 0));
  }

  @ParameterizedTest
  @EnumSource
  void aCallMayBePermittedForThisProcessAlone(Processor processor) {
    int clone = number(processor, "clone");
    assertEquals(SyscallFilter.ALLOW, answer(processor, clone, THREAD));
    assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, clone, FORK));
    assertEquals(SyscallFilter.NO_SUCH_CALL, answer(processor, number(processor, "clone3"), 0));
    for (String signal : List.of("kill", "tgkill")) {
      int number = number(processor, signal);
      assertEquals(SyscallFilter.ALLOW, answer(processor, number, PID));
      assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, number, PID + 1));
      assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, number, 0));
      assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, number, -1));
    }
    int limits = number(processor, "prlimit64");
    assertEquals(SyscallFilter.ALLOW, answer(processor, limits, 0));
    assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, limits, PID + 1));
    int prctl = number(processor, "prctl");
    assertEquals(SyscallFilter.ALLOW, answer(processor, prctl, 15));
    assertEquals(SyscallFilter.NOT_PERMITTED, answer(processor, prctl, 4));
  }
}
