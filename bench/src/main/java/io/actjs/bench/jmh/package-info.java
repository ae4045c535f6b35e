/** JMH benchmarks of what is done at every turn; {@code scripts/bench jmh} runs them. */
@org.jspecify.annotations.NullMarked
package io.actjs.bench.jmh;
