/** The command line tool {@code actctl}: one class a command. */
@org.jspecify.annotations.NullMarked
package io.actjs.actctl;
