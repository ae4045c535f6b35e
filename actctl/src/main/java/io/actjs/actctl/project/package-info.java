/** The folder of an author: what it begins with, and the types that editors find in it. */
@NullMarked
package io.actjs.actctl.project;

import org.jspecify.annotations.NullMarked;
