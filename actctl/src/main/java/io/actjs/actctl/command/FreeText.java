package io.actjs.actctl.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An option or argument that takes any text: an empty one, several lines, and as long as the system
 * lets through. Those without it take a {@linkplain Words sound} word.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface FreeText {}
