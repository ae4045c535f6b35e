/**
 * Classes of several files: which files are classes, and what is made of one with all it imports.
 */
@NullMarked
package io.actjs.actctl.bundle;

import org.jspecify.annotations.NullMarked;
