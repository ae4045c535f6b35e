package io.actjs.actctl.test;

import io.actjs.actctl.test.TestEvent.Ended;
import io.actjs.actctl.test.TestEvent.FileEnded;
import io.actjs.actctl.test.TestEvent.Outcome;
import io.actjs.actctl.test.TestEvent.RunEnded;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The run as the XML that continuous integration reads, in the form that JUnit writes. */
public final class JunitReport implements Consumer<TestEvent> {
  private final Path here;
  private final List<FileEnded> files = new ArrayList<>();

  /**
   * @param here the folder that paths are told from
   */
  public JunitReport(Path here) {
    this.here = here;
  }

  @Override
  public void accept(TestEvent event) {
    switch (event) {
      case FileEnded file -> files.add(file);
      case RunEnded run -> {} // It says nothing that the files do not.
    }
  }

  /** Writes the files that have ended, and forgets them. */
  public void writeTo(Path target) throws IOException {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      files.sort(Comparator.comparing(FileEnded::file));
      for (FileEnded file : files) {
        write(xml, file);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    files.clear();
    try (Writer out = Files.newBufferedWriter(target)) {
      out.write(text.toString());
    }
  }

  private void write(XMLStreamWriter xml, FileEnded file) throws XMLStreamException {
    String suite =
        file.file().startsWith(here)
            ? here.relativize(file.file()).toString()
            : file.file().toString();
    boolean broken = file.failure() != null;
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite);
    xml.writeAttribute("tests", String.valueOf(file.tests().size() + (broken ? 1 : 0)));
    xml.writeAttribute("failures", String.valueOf(file.count(Outcome.FAILED)));
    xml.writeAttribute("errors", broken ? "1" : "0");
    xml.writeAttribute(
        "skipped", String.valueOf(file.count(Outcome.SKIPPED) + file.count(Outcome.TODO)));
    xml.writeAttribute("time", seconds(file.millis()));
    if (file.failure() != null) {
      begin(xml, suite, suite, 0);
      write(xml, "error", file.failure());
      xml.writeEndElement();
    }
    for (Ended test : file.tests()) {
      begin(xml, suite, test.name(), test.millis());
      if (test.failure() != null) {
        write(xml, "failure", test.failure());
      } else if (test.outcome() != Outcome.PASSED) {
        xml.writeEmptyElement("skipped");
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void begin(XMLStreamWriter xml, String suite, String name, long millis)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite);
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("time", seconds(millis));
  }

  private static void write(XMLStreamWriter xml, String element, TestFailure failure)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("type", clean(failure.name()));
    xml.writeAttribute("message", clean(failure.message()));
    StringBuilder text = new StringBuilder();
    if (failure.property() != null) {
      text.append(failure.property()).append('\n');
    }
    failure.diff().forEach(line -> text.append(line).append('\n'));
    failure.trace().forEach(frame -> text.append("    at ").append(frame).append('\n'));
    xml.writeCharacters(clean(text.toString()));
    xml.writeEndElement();
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  /** Without the characters that XML cannot have. */
  private static String clean(String text) {
    return text.codePoints()
        .map(
            c ->
                c == '\n'
                        || c == '\t'
                        || (c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c < 0xFFFE)
                        || c > 0xFFFF
                    ? c
                    : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
