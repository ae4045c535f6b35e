/** What people see: error lines, tables, JSON, times and progress. */
@NullMarked
package io.actjs.actctl.screen;

import org.jspecify.annotations.NullMarked;
