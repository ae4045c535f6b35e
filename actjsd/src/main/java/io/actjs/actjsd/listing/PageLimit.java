package io.actjs.actjsd.listing;

import io.actjs.actjsd.http.WholeNumber;
import io.javalin.http.Context;

/** The query parameter {@code limit}: how many results a page has at most. */
public final class PageLimit {
  private static final int MOST = 1_000;
  private static final int DEFAULT = 100;

  private PageLimit() {}

  public static int of(Context ctx) {
    String text = ctx.queryParam("limit");
    return text == null ? DEFAULT : (int) WholeNumber.parse("limit", text, 1, MOST);
  }
}
