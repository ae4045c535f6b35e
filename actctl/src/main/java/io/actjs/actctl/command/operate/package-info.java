/** Commands for those who operate a server: how it is, its end, its log and its audit. */
@NullMarked
package io.actjs.actctl.command.operate;

import org.jspecify.annotations.NullMarked;
