package io.actjs.engine;

@InProcesses
class UnicodeInProcessTest extends UnicodeTest {}
