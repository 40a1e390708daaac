package org.sealpost.card;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.sealpost.card",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** The proxy loads the api, and must get nothing that holds keys with it. */
  @ArchTest
  static final ArchRule theApiStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("..card.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..card.agent..", "..card.token..", "org.bouncycastle..");

  /** Tokens know nothing of prompts, sessions and sockets. */
  @ArchTest
  static final ArchRule tokensDoNotKnowTheAgent =
      noClasses()
          .that()
          .resideInAPackage("..card.token..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..card.agent..", "java.net..", "org.eclipse..");

  /**
   * The kinds of token are all that differs: the agent's own code sees the interface. The hashes of
   * wrong PINs need a MAC.
   */
  @ArchTest
  static final ArchRule theAgentSeesNoCryptography =
      noClasses()
          .that()
          .resideInAPackage("..card.agent..")
          .and()
          .haveNameNotMatching(".*\\.WrongPins(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bouncycastle..", "javax.crypto..");

  @ArchTest
  static final ArchRule nothingOfTheProxy =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sealpost.mime..",
              "org.sealpost.smime..",
              "org.sealpost.server..",
              "org.sealpost.failure..");
}
