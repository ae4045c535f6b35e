package io.actjs.engine;

@InProcesses
class MigrationInProcessTest extends MigrationTest {}
