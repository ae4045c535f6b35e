/** What may use what: the rules, and the test that holds them over all modules. */
@NullMarked
package io.actjs.architecture;

import org.jspecify.annotations.NullMarked;
