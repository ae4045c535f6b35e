package io.actjs.actjsd.route;

import io.actjs.actjsd.DaemonFixture;

/** In memory. */
class EphemeralActorRoutesTest extends ActorRoutesTck {
  @Override
  DaemonFixture open() {
    return DaemonFixture.ephemeral();
  }
}
