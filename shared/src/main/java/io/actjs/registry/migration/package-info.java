/** What runs of a class's migrations on the way from one version to another. */
@NullMarked
package io.actjs.registry.migration;

import org.jspecify.annotations.NullMarked;
