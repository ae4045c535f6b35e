package io.actjs.engine;

@InProcesses
class YieldingInProcessTest extends YieldingTest {}
