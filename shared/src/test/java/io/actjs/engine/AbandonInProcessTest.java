package io.actjs.engine;

@InProcesses
class AbandonInProcessTest extends AbandonTest {}
