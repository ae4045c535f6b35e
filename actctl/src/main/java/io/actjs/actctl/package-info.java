/** The command line tool {@code actctl}: one class per command. */
@org.jspecify.annotations.NullMarked
package io.actjs.actctl;
