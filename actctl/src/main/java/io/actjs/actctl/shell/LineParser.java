package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.actjs.engine.script.Snippet;
import io.actjs.engine.script.SnippetCompiler;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells the line editor whether an input is complete, which it is when it can run or when more text
 * would not cure it, and what of it is to be completed.
 */
final class LineParser implements Parser {
  private final SnippetCompiler compiler;

  LineParser(SnippetCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * An input, and what can stand at the cursor.
   *
   * @param place as {@link SnippetCompiler#place} has it; missing in an input that begins with a
   *     dot
   */
  record Input(String line, int cursor, JsonNode place) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(begin(), cursor);
    }

    private int begin() {
      return Math.min(cursor, place.path("start").asInt(dotWord()));
    }

    private int dotWord() {
      return line.lastIndexOf(' ', Math.max(0, cursor - 1)) + 1;
    }

    @Override
    public int wordCursor() {
      return cursor - begin();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return wordCursor();
    }
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean isCommand = DotCommands.isOne(line) || line.strip().equals(".");
    if (context == ParseContext.ACCEPT_LINE
        && !isCommand
        && compiler.compile(line) instanceof Snippet.Incomplete(var why, int row, int column)) {
      throw new EOFError(row, column, why);
    }
    boolean completes = context == ParseContext.COMPLETE && !isCommand;
    return new Input(
        line,
        cursor,
        completes ? compiler.place(line.substring(0, cursor)) : MissingNode.getInstance());
  }
}
