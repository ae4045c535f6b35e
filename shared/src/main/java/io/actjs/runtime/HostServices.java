package io.actjs.runtime;

/** What a host needs beside its worker. */
record HostServices(
    RuntimeContext context, Directory directory, TellRetry retry, ReminderClock reminders) {}
