package io.actjs.actjsd.follow;

import io.actjs.actjsd.log.KeptLine;
import io.actjs.actjsd.log.LogPage;
import io.actjs.actjsd.log.LogTail;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.SseFrames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log behind a place. The place of another process counts as the beginning of this one: nothing
 * of it was seen, and what that one had still to say is gone.
 */
final class LogSource implements FollowSource {
  private static final int PAGE = 64;
  private static final Pattern PLACE = Pattern.compile("([0-9a-f]{8})-(\\d{1,18})");

  private final LogTail log;
  private final LogFilter filter;
  private long at;
  private boolean restarted;

  private LogSource(LogTail log, LogFilter filter, long at, boolean restarted) {
    this.log = log;
    this.filter = filter;
    this.at = at;
    this.restarted = restarted;
  }

  /**
   * @param place of the last line that the follower has, or null for none
   * @param backlog how many older lines come first when there is no place
   */
  static LogSource of(LogTail log, LogFilter filter, @Nullable String place, int backlog) {
    if (place == null) {
      LogPage newest = log.newest(filter, Math.max(1, backlog));
      long from =
          backlog == 0 || newest.lines().isEmpty()
              ? newest.last()
              : newest.lines().getFirst().number() - 1;
      return new LogSource(log, filter, from, false);
    }
    Matcher known = PLACE.matcher(place);
    if (!known.matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "after must be the id of an event of this stream");
    }
    boolean same = known.group(1).equals(log.process());
    return new LogSource(
        log, filter, same ? Math.min(Long.parseLong(known.group(2)), log.newest()) : 0, !same);
  }

  @Override
  public void take(StringBuilder blocks) {
    if (restarted) {
      restarted = false;
      blocks.append(SseFrames.message("gap", "{\"restarted\":true}"));
    }
    boolean moved = true;
    while (moved && blocks.length() < ENOUGH) {
      LogPage page = log.after(at, filter, PAGE);
      moved = page.last() > at;
      if (page.missed() > 0) {
        blocks.append("id: ").append(place(at + page.missed())).append('\n');
        blocks.append(SseFrames.message("gap", "{\"lines\":" + page.missed() + "}"));
      }
      for (KeptLine line : page.lines()) {
        blocks.append("id: ").append(place(line.number())).append('\n');
        blocks.append(SseFrames.message("line", line.json()));
      }
      at = page.last();
    }
  }

  @Override
  public void await(long millis) throws InterruptedException {
    log.await(at, millis);
  }

  private String place(long number) {
    return log.process() + '-' + number;
  }

  @Override
  public String place() {
    return place(at);
  }

  @Override
  public void wake() {
    log.wake();
  }
}
