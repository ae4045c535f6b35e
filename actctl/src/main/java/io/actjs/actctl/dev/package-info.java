/** The development loop: a folder of classes, republished whenever a file is saved. */
@org.jspecify.annotations.NullMarked
package io.actjs.actctl.dev;
