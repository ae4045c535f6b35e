package io.actjs.engine.process;

import java.util.Arrays;
import java.util.List;

/**
 * The system calls that a worker process may make once it is ready: to compute, to have memory and
 * threads, to read and write what is open. Numbers as in Linux's tables.
 *
 * @param x86 the number on x86_64; {@link #NONE} where there is no such call
 * @param arm the number on aarch64, the same
 * @param rule what else is looked at
 */
record SystemCall(String name, int x86, int arm, Rule rule) {
  static final int NONE = -1;

  /** What a call is judged by, beside its number. */
  enum Rule {
    ANY,
    /** It makes a thread, not a process. */
    THREAD,
    /** Its first argument is this process. */
    SELF,
    /** Its first argument is 0, which stands for this process. */
    ZERO,
    /** It names a thread or memory, and changes nothing else. */
    NAMING,
    /** As if Linux had no such call: the C library then makes another. */
    ABSENT
  }

  /** The most frequent ones first. */
  static final List<SystemCall> PERMITTED =
      List.of(
          any("read", 0, 63),
          any("write", 1, 64),
          any("futex", 202, 98),
          any("madvise", 28, 233),
          any("mprotect", 10, 226),
          any("mmap", 9, 222),
          any("munmap", 11, 215),
          any("clock_gettime", 228, 113),
          any("clock_nanosleep", 230, 115),
          any("sched_yield", 24, 124),
          any("rt_sigprocmask", 14, 135),
          any("rt_sigreturn", 15, 139),
          any("restart_syscall", 219, 128),
          any("readv", 19, 65),
          any("writev", 20, 66),
          any("pread64", 17, 67),
          any("close", 3, 57),
          any("lseek", 8, 62),
          any("fstat", 5, 80),
          any("stat", 4, NONE),
          any("lstat", 6, NONE),
          any("newfstatat", 262, 79),
          any("statx", 332, 291),
          any("access", 21, NONE),
          any("faccessat", 269, 48),
          any("faccessat2", 439, 439),
          any("readlink", 89, NONE),
          any("readlinkat", 267, 78),
          any("getcwd", 79, 17),
          any("poll", 7, NONE),
          any("ppoll", 271, 73),
          any("brk", 12, 214),
          any("mremap", 25, 216),
          any("mincore", 27, 232),
          any("pkey_mprotect", 329, 288),
          any("pkey_alloc", 330, 289),
          any("pkey_free", 331, 290),
          any("membarrier", 324, 283),
          any("set_robust_list", 273, 99),
          any("set_tid_address", 218, 96),
          any("rseq", 334, 293),
          any("rt_sigaction", 13, 134),
          any("sigaltstack", 131, 132),
          any("exit", 60, 93),
          any("exit_group", 231, 94),
          any("getpid", 39, 172),
          any("getppid", 110, 173),
          any("gettid", 186, 178),
          any("getuid", 102, 174),
          any("geteuid", 107, 175),
          any("getgid", 104, 176),
          any("getegid", 108, 177),
          any("sched_getaffinity", 204, 123),
          any("sched_getscheduler", 145, 120),
          any("sched_getparam", 143, 121),
          any("getcpu", 309, 168),
          any("clock_getres", 229, 114),
          any("nanosleep", 35, 101),
          any("gettimeofday", 96, 169),
          any("time", 201, NONE),
          any("times", 100, 153),
          any("getrusage", 98, 165),
          any("getrlimit", 97, 163),
          any("sysinfo", 99, 179),
          any("uname", 63, 160),
          any("getrandom", 318, 278),
          new SystemCall("clone", 56, 220, Rule.THREAD),
          new SystemCall("clone3", 435, 435, Rule.ABSENT),
          new SystemCall("kill", 62, 129, Rule.SELF),
          new SystemCall("tgkill", 234, 131, Rule.SELF),
          new SystemCall("prlimit64", 302, 261, Rule.ZERO),
          new SystemCall("prctl", 157, 167, Rule.NAMING));

  private static SystemCall any(String name, int x86, int arm) {
    return new SystemCall(name, x86, arm, Rule.ANY);
  }

  /** A processor whose calls are known. */
  enum Processor {
    X86_64("amd64", 0xC000003E, 317),
    AARCH64("aarch64", 0xC00000B7, 277);

    /** What Java calls it. */
    private final String javaName;

    /** What the kernel calls it. */
    final int audit;

    /** The number of {@code seccomp}. */
    final int seccomp;

    Processor(String javaName, int audit, int seccomp) {
      this.javaName = javaName;
      this.audit = audit;
      this.seccomp = seccomp;
    }

    int numberOf(SystemCall call) {
      return this == X86_64 ? call.x86 : call.arm;
    }

    /** The processors that Java calls so: one or none. */
    static List<Processor> named(String javaName) {
      return Arrays.stream(values()).filter(it -> it.javaName.equals(javaName)).toList();
    }
  }
}
