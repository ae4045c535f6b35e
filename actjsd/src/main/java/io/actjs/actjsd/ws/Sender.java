package io.actjs.actjsd.ws;

import io.actjs.actjsd.access.Identity;

/**
 * Who opened a connection.
 *
 * @param address what addresses are told apart by
 */
record Sender(Identity identity, String address) {}
