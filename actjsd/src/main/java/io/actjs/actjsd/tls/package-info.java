/**
 * The server's certificate and key: PEM files, what is made of them, and what happens when they
 * change.
 */
@NullMarked
package io.actjs.actjsd.tls;

import org.jspecify.annotations.NullMarked;
