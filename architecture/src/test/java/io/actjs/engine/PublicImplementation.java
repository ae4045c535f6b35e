package io.actjs.engine;

/** A class that others could use around the interfaces of its package. */
public final class PublicImplementation {}
