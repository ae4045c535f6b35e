/** What the service manager of the machine is told of the daemon: systemd's notifications. */
@NullMarked
package io.actjs.actjsd.service;

import org.jspecify.annotations.NullMarked;
