/** Runs the fuzz targets, which are beside what they try. */
@NullMarked
package io.actjs.fuzz;

import org.jspecify.annotations.NullMarked;
