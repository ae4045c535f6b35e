/**
 * Users by the tokens of an identity provider: JSON Web Tokens, and the keys they are signed by.
 */
@NullMarked
package io.actjs.actjsd.access.jwt;

import org.jspecify.annotations.NullMarked;
