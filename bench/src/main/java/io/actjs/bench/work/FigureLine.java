package io.actjs.bench.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** One figure as it is printed: a JSON object on one line, its numbers with four digits. */
public final class FigureLine {
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  public FigureLine(String figure) {
    json.put("figure", figure);
  }

  public FigureLine value(double value, String unit) {
    return with("value", value).with("unit", unit);
  }

  /** The same measured of the yardstick, and {@code value / yardstick}. */
  public FigureLine yardstick(double yardstick) {
    return with("yardstick", yardstick).with("ratio", json.get("value").asDouble() / yardstick);
  }

  public FigureLine target(String target, boolean met) {
    json.put("target", target).put("met", met);
    return this;
  }

  public FigureLine with(String member, double number) {
    BigDecimal rounded = new BigDecimal(number).round(DIGITS);
    json.put(member, rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded);
    return this;
  }

  public FigureLine with(String member, String text) {
    json.put(member, text);
    return this;
  }

  public double ratio() {
    return json.get("ratio").asDouble();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
