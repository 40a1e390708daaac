package org.sealpost.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(packages = "org.sealpost", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule netty_is_known_to_the_network_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sealpost.server.net..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule of_the_agent_the_proxy_knows_the_protocol_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sealpost.card..")
          .and()
          .doNotHaveFullyQualifiedName("org.sealpost.server.cli.AgentCommand")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sealpost.card.agent..", "org.sealpost.card.token..")
          .because("only the command that starts the agent may know how to");

  @ArchTest
  static final ArchRule the_agent_knows_nothing_of_mail =
      noClasses()
          .that()
          .resideInAPackage("org.sealpost.card..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.mail..", "io.netty..")
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("org.sealpost..").and(not(resideInAPackage("org.sealpost.card.."))));

  @ArchTest
  static final ArchRule core_does_not_know_the_server =
      classes()
          .that()
          .resideOutsideOfPackages("org.sealpost.server..", "org.sealpost.card..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("org.sealpost.server..");

  @ArchTest
  static final ArchRule sessions_do_not_know_how_they_were_configured =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.sealpost.server.smtp..",
              "org.sealpost.server.pop3..",
              "org.sealpost.server.net..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.sealpost\\.server\\.(proxy\\.Main|Settings).*")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("com.typesafe.config..");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("org.sealpost.(**)").should().beFreeOfCycles();
}
