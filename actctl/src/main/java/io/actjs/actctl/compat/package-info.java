/** What the difference between the schemas of two versions means for those who use the class. */
@NullMarked
package io.actjs.actctl.compat;

import org.jspecify.annotations.NullMarked;
