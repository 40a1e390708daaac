package org.sealpost.server.net;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sealpost", importOptions = DoNotIncludeTests.class)
class NettyBoundaryTest {
  @ArchTest
  static final ArchRule NETTY_STAYS_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sealpost.server.net")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule THE_PACKAGE_DOES_USE_IT =
      classes()
          .that()
          .haveSimpleName("Network")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");
}
