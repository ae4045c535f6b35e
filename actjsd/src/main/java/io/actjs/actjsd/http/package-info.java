/** The path of every request: the server, its guards, pins, bodies, answers and problems. */
@NullMarked
package io.actjs.actjsd.http;

import org.jspecify.annotations.NullMarked;
