/** Whether a store is whole: what {@code actctl verify} runs. */
@NullMarked
package io.actjs.storage.check;

import org.jspecify.annotations.NullMarked;
