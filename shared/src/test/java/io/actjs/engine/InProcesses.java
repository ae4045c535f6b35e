package io.actjs.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The isolates of the test class have processes of their own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InProcesses.Switch.class)
@interface InProcesses {

  /** Has {@link TestEngine} open the other engine. */
  final class Switch implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      TestEngine.inProcesses = true;
    }

    @Override
    public void afterAll(ExtensionContext context) {
      TestEngine.inProcesses = TestEngine.isWantedByProperty();
    }
  }
}
