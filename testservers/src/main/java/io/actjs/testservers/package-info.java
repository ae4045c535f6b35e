/** Real servers in processes of their own, which tests start, harm and stop. */
@NullMarked
package io.actjs.testservers;

import org.jspecify.annotations.NullMarked;
