package io.actjs.engine;

@InProcesses
class ArgumentCheckInProcessTest extends ArgumentCheckTest {}
