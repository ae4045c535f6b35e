package io.actjs.actctl.command;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code Cart@1.2.0} on a command line. */
public final class ClassRefConverter implements ITypeConverter<ClassRef> {

  @Override
  public ClassRef convert(String text) {
    NameAtRange parts = new NameAtRange.Converter().convert(text);
    try {
      return new ClassRef(ActorRef.requireClassName(parts.name()), Version.parse(parts.range()));
    } catch (ActjsException e) {
      throw new TypeConversionException(e.detail());
    }
  }
}
