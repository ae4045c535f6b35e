/** The manual pages, made of the model of the command line. */
@NullMarked
package io.actjs.actctl.manual;

import org.jspecify.annotations.NullMarked;
