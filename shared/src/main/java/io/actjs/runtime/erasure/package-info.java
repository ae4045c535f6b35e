/** What is erased of actors when a person is forgotten: what they have of it, and how it goes. */
@NullMarked
package io.actjs.runtime.erasure;

import org.jspecify.annotations.NullMarked;
