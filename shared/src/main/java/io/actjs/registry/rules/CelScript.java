package io.actjs.registry.rules;

import static io.actjs.registry.rules.PolicyRules.quoted;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition in CEL as JavaScript that decides the same. It is checked by its types; what has no
 * exact counterpart, such as 64-bit arithmetic, regular expressions of RE2, timestamps and
 * conversions, is refused by name.
 */
final class CelScript {
  private static final int LONGEST = 4_096;
  private static final int DEEPEST = 64;
  private static final long EXACT = (1L << 53) - 1;

  private static final StructType PRINCIPAL =
      struct(
          "Principal",
          ImmutableMap.of(
              "sub", SimpleType.STRING,
              "roles", ListType.create(SimpleType.STRING),
              "tenant", SimpleType.STRING,
              "capabilities", ListType.create(SimpleType.STRING),
              "claims", SimpleType.DYN));
  private static final StructType ACTION =
      struct(
          "Action",
          ImmutableMap.of(
              "kind", SimpleType.STRING, "method", SimpleType.STRING, "args", SimpleType.DYN));
  private static final StructType CALLER =
      struct("Caller", ImmutableMap.of("class", SimpleType.STRING, "id", SimpleType.STRING));

  /** Operators and functions by what is run for them; those whose operands are always computed. */
  private static final Map<String, String> STRICT =
      Map.ofEntries(
          Map.entry("!_", "not"),
          Map.entry("_==_", "eq"),
          Map.entry("_!=_", "ne"),
          Map.entry("_<_", "lt"),
          Map.entry("_<=_", "le"),
          Map.entry("_>_", "gt"),
          Map.entry("_>=_", "ge"),
          Map.entry("@in", "in"),
          Map.entry("_[_]", "at"),
          Map.entry("size", "size"),
          Map.entry("startsWith", "startsWith"),
          Map.entry("endsWith", "endsWith"),
          Map.entry("contains", "contains"),
          Map.entry("@not_strictly_false", "notFalse"),
          Map.entry("__not_strictly_false__", "notFalse"));

  private static final Set<String> JOINS = Set.of("add_string", "add_list");

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(
              CelOptions.current()
                  .maxExpressionCodePointSize(LONGEST)
                  .maxParseRecursionDepth(DEEPEST)
                  .build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setTypeProvider(new Types())
          .addVar("principal", PRINCIPAL)
          .addVar("action", ACTION)
          .addVar("caller", CALLER)
          .addVar("state", SimpleType.DYN)
          .addVar("id", SimpleType.STRING)
          .addVar("tags", ListType.create(SimpleType.STRING))
          .setResultType(SimpleType.BOOL)
          .build();

  private final CelAbstractSyntaxTree tree;

  /** The variables of comprehensions, by the JavaScript for them. */
  private final Map<String, String> variables = new HashMap<>();

  private int lastVariable;

  private CelScript(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /** Why a condition is none. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why, @Nullable Throwable cause) {
      super(why, cause);
    }
  }

  /** JavaScript of a condition: an expression over {@code $} and {@code x}. */
  static String of(String cel) throws Refused {
    CelValidationResult checked = COMPILER.compile(cel);
    try {
      CelAbstractSyntaxTree tree = checked.getAst();
      return new CelScript(tree).write(tree.getExpr());
    } catch (CelValidationException e) {
      throw new Refused(described(e.getErrors()), e);
    }
  }

  private static String described(List<CelIssue> issues) {
    if (issues.isEmpty()) {
      return "this is no CEL";
    }
    CelIssue first = issues.getFirst();
    return "%s (at %d:%d of the expression)"
        .formatted(
            first.getMessage(),
            first.getSourceLocation().getLine(),
            first.getSourceLocation().getColumn() + 1);
  }

  private String write(CelExpr node) throws Refused {
    return switch (node.getKind()) {
      case CONSTANT -> constant(node.constant());
      case IDENT -> variable(node.ident().name());
      case SELECT -> {
        CelExpr.CelSelect select = node.select();
        String verb = select.testOnly() ? "has" : "get";
        yield call(verb, write(select.operand()), quoted(select.field()));
      }
      case CALL -> call(node);
      case LIST -> call("list", all(node.list().elements()));
      case COMPREHENSION -> comprehension(node.comprehension());
      case STRUCT -> throw refused("a message, such as T{a: 1}");
      case MAP -> throw refused("a map, such as {'a': 1}");
      case NOT_SET -> throw refused("nothing");
    };
  }

  private static Refused refused(String what) {
    return new Refused("%s has no exact meaning in an actor; leave it out".formatted(what), null);
  }

  private static String constant(CelConstant constant) throws Refused {
    return switch (constant.getKind()) {
      case NULL_VALUE -> "null";
      case BOOLEAN_VALUE -> Boolean.toString(constant.booleanValue());
      case STRING_VALUE -> quoted(constant.stringValue());
      case INT64_VALUE -> {
        long value = constant.int64Value();
        if (value > EXACT || value < -EXACT) {
          throw refused("the number " + value + ", beyond 2^53,");
        }
        yield "(" + value + ")";
      }
      case DOUBLE_VALUE -> {
        if (!Double.isFinite(constant.doubleValue())) {
          throw refused("a number that is not finite");
        }
        yield "(" + constant.doubleValue() + ")";
      }
      case UINT64_VALUE -> throw refused("an unsigned number, such as 1u,");
      case BYTES_VALUE -> throw refused("a text of bytes, such as b'a',");
      case TIMESTAMP_VALUE, DURATION_VALUE, NOT_SET -> throw refused("a time");
    };
  }

  private String variable(String name) throws Refused {
    String local = variables.get(name);
    if (local != null) {
      return local;
    }
    if (Set.of("principal", "action", "caller", "state", "id", "tags").contains(name)) {
      return call("get", "x", quoted(name));
    }
    throw refused("'" + name + "'");
  }

  private String call(CelExpr node) throws Refused {
    CelExpr.CelCall call = node.call();
    String name = call.function();
    List<CelExpr> operands =
        call.target().isEmpty()
            ? call.args()
            : ImmutableList.<CelExpr>builder().add(call.target().get()).addAll(call.args()).build();
    String verb = STRICT.get(name);
    if (verb != null) {
      return call(verb, all(operands));
    }
    return switch (name) {
      case "_&&_" -> lazy("and", operands);
      case "_||_" -> lazy("or", operands);
      case "_?_:_" -> lazy("cond", operands);
      case "_+_" -> {
        if (!JOINS.containsAll(overloads(node))) {
          throw refused("+ of anything but strings and lists");
        }
        yield call("join", all(operands));
      }
      default -> throw refused("'" + name.replace("_", "") + "'");
    };
  }

  private List<String> overloads(CelExpr node) {
    return tree.getReference(node.id()).map(CelReference::overloadIds).orElse(ImmutableList.of());
  }

  private String lazy(String verb, List<CelExpr> operands) throws Refused {
    StringBuilder rest = new StringBuilder();
    for (CelExpr operand : operands.subList(1, operands.size())) {
      rest.append(rest.isEmpty() ? "" : ", ").append("() => ").append(write(operand));
    }
    return call(verb, write(operands.getFirst()), rest.toString());
  }

  private String comprehension(CelExpr.CelComprehension all) throws Refused {
    if (!all.iterVar2().isEmpty()) {
      throw refused("a comprehension of two variables");
    }
    String range = write(all.iterRange());
    String init = write(all.accuInit());
    String accu = "v" + ++lastVariable;
    String each = "v" + ++lastVariable;
    String outerAccu = variables.put(all.accuVar(), accu);
    String result = write(all.result());
    String outerEach = variables.put(all.iterVar(), each);
    String goesOn = write(all.loopCondition());
    String step = write(all.loopStep());
    restore(all.iterVar(), outerEach);
    restore(all.accuVar(), outerAccu);
    String both = "(" + accu + ", " + each + ") => ";
    return call("fold", range, init, both + goesOn, both + step, accu + " => " + result);
  }

  private void restore(String name, @Nullable String outer) {
    if (outer == null) {
      variables.remove(name);
    } else {
      variables.put(name, outer);
    }
  }

  private String all(List<CelExpr> nodes) throws Refused {
    StringBuilder written = new StringBuilder();
    for (CelExpr node : nodes) {
      written.append(written.isEmpty() ? "" : ", ").append(write(node));
    }
    return written.toString();
  }

  private static String call(String verb, String... operands) {
    return "$." + verb + "(" + String.join(", ", operands) + ")";
  }

  private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(
        name,
        ImmutableSet.copyOf(fields.keySet()),
        field -> Optional.ofNullable(fields.get(field)));
  }

  private static final class Types implements CelTypeProvider {
    private static final ImmutableList<CelType> ALL = ImmutableList.of(PRINCIPAL, ACTION, CALLER);

    @Override
    public ImmutableCollection<CelType> types() {
      return ALL;
    }

    @Override
    public Optional<CelType> findType(String name) {
      return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
