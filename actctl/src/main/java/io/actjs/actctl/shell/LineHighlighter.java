package io.actjs.actctl.shell;

import io.actjs.engine.script.Snippet;
import io.actjs.engine.script.SnippetCompiler;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours of what is being typed. */
final class LineHighlighter implements Highlighter {
  private static final int LONGEST = 20_000;

  private final SnippetCompiler compiler;
  private final boolean isWanted;

  LineHighlighter(SnippetCompiler compiler, boolean isWanted) {
    this.compiler = compiler;
    this.isWanted = isWanted;
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    // Typing does not wait for the compiler.
    if (!isWanted || buffer.length() > LONGEST || !compiler.isLoaded()) {
      return new AttributedString(buffer);
    }
    AttributedStringBuilder text = new AttributedStringBuilder();
    if (DotCommands.isOne(buffer)) {
      return text.styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA), buffer)
          .toAttributedString();
    }
    int at = 0;
    for (Snippet.Colour part : compiler.colours(buffer)) {
      int end = Math.min(buffer.length(), part.start() + part.length());
      if (part.start() >= at && end > part.start()) {
        text.append(buffer, at, part.start());
        text.styled(style(part.kind()), buffer.substring(part.start(), end));
        at = end;
      }
    }
    return text.append(buffer, at, buffer.length()).toAttributedString();
  }

  private static AttributedStyle style(Snippet.Kind kind) {
    return switch (kind) {
      case KEYWORD -> AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
      case STRING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
      case NUMBER -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
      case REGEXP -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
      case COMMENT -> AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT);
    };
  }
}
