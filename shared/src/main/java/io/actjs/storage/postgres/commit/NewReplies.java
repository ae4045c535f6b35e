package io.actjs.storage.postgres.commit;

import io.actjs.model.KeyedReply;
import io.actjs.storage.postgres.pool.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The replies that a batch stores: of one actor and scope the last. */
final class NewReplies {
  private final Map<MessageKey, KeyedReply> byScope = new LinkedHashMap<>();

  void add(@Nullable KeyedReply reply) {
    if (reply != null) {
      byScope.put(MessageKey.of(reply), reply);
    }
  }

  /** The statement that stores them; none when there are none. */
  List<Session.Step> steps() {
    return byScope.isEmpty() ? List.of() : List.of(RowSteps.setReplies(byScope.values()));
  }
}
