/** The threads that run actors, one isolate each, and the classes that an isolate has loaded. */
@NullMarked
package io.actjs.runtime.worker;

import org.jspecify.annotations.NullMarked;
