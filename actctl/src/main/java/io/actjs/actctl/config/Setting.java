package io.actjs.actctl.config;

/**
 * A value that a file sets.
 *
 * @param origin the file and the line, as an error names them: {@code /src/.actjs/config.toml:3}
 */
public record Setting(String value, String origin) {}
