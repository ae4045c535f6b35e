/** The settings of {@code actctl} in files: {@code .actjs/config.toml}. */
@NullMarked
package io.actjs.actctl.config;

import org.jspecify.annotations.NullMarked;
