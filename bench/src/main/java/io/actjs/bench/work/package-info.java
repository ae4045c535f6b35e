/** What every part of a measurement needs: the actor classes to be called, and how one fails. */
@NullMarked
package io.actjs.bench.work;

import org.jspecify.annotations.NullMarked;
