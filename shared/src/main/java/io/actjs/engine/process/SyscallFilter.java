package io.actjs.engine.process;

import io.actjs.engine.process.SystemCall.Processor;
import io.actjs.engine.process.SystemCall.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The judge of a worker process's system calls, in the instructions that Linux's seccomp takes: a
 * call of {@link SystemCall#PERMITTED} is made, one that is younger than all of them does not
 * exist, and every other is not permitted ({@code EPERM}).
 */
final class SyscallFilter {
  /** The last number of the calls that Linux 6.0 had. What is younger, no library relies on. */
  private static final int NEWEST = 450;

  // What the kernel answers.
  static final int ALLOW = 0x7fff0000;
  private static final int ERROR = 0x00050000;
  static final int NOT_PERMITTED = ERROR | 1;
  static final int NO_SUCH_CALL = ERROR | 38;

  // Instructions: load a word, return, jump if equal, if greater, if one of the bits is set.
  static final short LOAD = 0x20;
  static final short RETURN = 0x06;
  static final short IF_EQUAL = 0x15;
  static final short IF_GREATER = 0x25;
  static final short IF_SET = 0x45;

  // Places in what is judged; the lower half of the first argument.
  static final int NUMBER = 0;
  static final int ARCHITECTURE = 4;
  static final int ARGUMENT = 16;

  private static final int CLONE_THREAD = 0x10000;
  private static final List<Integer> NAMING = List.of(15, 16, 0x53564d41);

  private final List<Instruction> program = new ArrayList<>();

  private SyscallFilter() {}

  /**
   * An instruction.
   *
   * @param then how many instructions to skip if the condition holds
   * @param otherwise how many if it does not
   */
  record Instruction(short code, int then, int otherwise, int value) {}

  /**
   * The program for a process.
   *
   * @param pid its number
   */
  static List<Instruction> of(Processor processor, int pid) {
    SyscallFilter filter = new SyscallFilter();
    filter.load(ARCHITECTURE);
    filter.unless(IF_EQUAL, processor.audit, NOT_PERMITTED);
    filter.load(NUMBER);
    // Also the calls of x32, whose numbers have a high bit.
    filter.when(IF_GREATER, NEWEST, NO_SUCH_CALL);
    for (SystemCall call : SystemCall.PERMITTED) {
      int number = processor.numberOf(call);
      if (number != SystemCall.NONE) {
        filter.judge(number, call.rule(), pid);
      }
    }
    filter.answer(NOT_PERMITTED);
    return List.copyOf(filter.program);
  }

  private void judge(int number, Rule rule, int pid) {
    int start = program.size();
    program.add(new Instruction(IF_EQUAL, 0, 0, number));
    switch (rule) {
      case ANY -> answer(ALLOW);
      case ABSENT -> answer(NO_SUCH_CALL);
      case THREAD -> ifArgument(IF_SET, List.of(CLONE_THREAD));
      case SELF -> ifArgument(IF_EQUAL, List.of(pid));
      case ZERO -> ifArgument(IF_EQUAL, List.of(0));
      case NAMING -> ifArgument(IF_EQUAL, NAMING);
    }
    int judged = program.size() - start - 1;
    program.set(start, new Instruction(IF_EQUAL, 0, judged, number));
  }

  private void ifArgument(short condition, List<Integer> values) {
    load(ARGUMENT);
    values.forEach(value -> when(condition, value, ALLOW));
    answer(NOT_PERMITTED);
  }

  private void load(int offset) {
    program.add(new Instruction(LOAD, 0, 0, offset));
  }

  private void when(short condition, int value, int answer) {
    program.add(new Instruction(condition, 0, 1, value));
    answer(answer);
  }

  private void unless(short condition, int value, int answer) {
    program.add(new Instruction(condition, 1, 0, value));
    answer(answer);
  }

  private void answer(int what) {
    program.add(new Instruction(RETURN, 0, 0, what));
  }
}
