/** {@code actctl config}: what is configured, where, and having a server read it again. */
@NullMarked
package io.actjs.actctl.command.config;

import org.jspecify.annotations.NullMarked;
