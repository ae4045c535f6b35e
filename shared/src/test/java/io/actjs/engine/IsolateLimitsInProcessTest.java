package io.actjs.engine;

@InProcesses
class IsolateLimitsInProcessTest extends IsolateLimitsTest {}
