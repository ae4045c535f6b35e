package io.actjs.engine;

@InProcesses
class AsyncTurnInProcessTest extends AsyncTurnTest {}
