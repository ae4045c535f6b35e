/** Types and modules for clients, generated from the schemas of classes. */
@NullMarked
package io.actjs.actctl.codegen;

import org.jspecify.annotations.NullMarked;
