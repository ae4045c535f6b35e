package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;

/** Resumes what its subclass names. */
public abstract class ResumeCommand extends ClientCommand {

  protected abstract Pausable target();

  @Override
  protected final int run(Server to) {
    JsonNode answer = to.post(target().adminPath("resume"), "{}");
    boolean resumed = answer.path("resumed").asBoolean();
    String title = target().title();
    output.print(answer, () -> resumed ? "resumed " + title : title + " was not paused");
    return 0;
  }

  @Override
  protected final String namedClass() {
    return target().className();
  }
}
