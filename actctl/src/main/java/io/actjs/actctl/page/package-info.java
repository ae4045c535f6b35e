/** The pages that {@code actctl dev} serves from the folders {@code public}, and their reload. */
@NullMarked
package io.actjs.actctl.page;

import org.jspecify.annotations.NullMarked;
