package org.sealpost.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.sealpost.harness.BuiltPackage;
import org.sealpost.harness.SealpostCommand;

/**
 * The test's processes are those of this build's package, with its own Java and its slim libraries,
 * instead of those on the test's class path.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Packaged.Switch.class)
@interface Packaged {

  /** Names the packaged command while the test runs. */
  final class Switch implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      BuiltPackage.obstacle().ifPresent(Assumptions::abort);
      System.setProperty(SealpostCommand.PACKAGED, BuiltPackage.get().command().toString());
    }

    @Override
    public void afterAll(ExtensionContext context) {
      System.clearProperty(SealpostCommand.PACKAGED);
    }
  }
}
