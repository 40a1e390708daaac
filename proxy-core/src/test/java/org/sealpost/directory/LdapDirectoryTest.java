package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.directory.LdapSettings.Login;
import org.sealpost.directory.LdapSettings.Tls;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

class LdapDirectoryTest {
  private static final String FILTER = "(mail={address})";
  private static final X509Certificate ANN = DirectoryFixture.certificate("ann@example.org");
  private static final X509Certificate BOB = DirectoryFixture.certificate("bob@example.org");
  private static final X509Certificate CAI = DirectoryFixture.certificate("cai@example.org");
  private static final X509Certificate ROOT = DirectoryFixture.PKI.root().certificate();

  @TempDir private static Path folder;
  private static Slapd slapd;

  @BeforeAll
  static void start() throws Exception {
    byte[] large = new byte[300_000];
    slapd =
        Slapd.start(
            folder.resolve("slapd"),
            DirectoryFixture.server("localhost"),
            DirectoryFixture.organisation()
                + DirectoryFixture.unit("closed")
                + person("Ann", "ann@example.org", "userCertificate;binary", der(ANN))
                + person(
                    "Bob",
                    "bob@example.org",
                    "userSMIMECertificate",
                    DirectoryFixture.pkcs7(BOB, ROOT))
                + person("Dan", "dan@example.org", "", new byte[0])
                + person("Eve", "eve@example.org", "userSMIMECertificate", large)
                + DirectoryFixture.person(
                    "Cai",
                    "ou=closed,o=test",
                    "cai@example.org",
                    "userCertificate;binary",
                    der(CAI))
                + """
                dn: ou=elsewhere,o=test
                objectClass: referral
                objectClass: extensibleObject
                ou: elsewhere
                ref: ldap://127.0.0.1:1/o=test

                """);
  }

  @AfterAll
  static void stop() throws Exception {
    if (slapd != null) {
      slapd.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(Tls.class)
  void theCertificateOfAnEntryIsFound(Tls tls) throws Exception {
    assertThat(ask(settings("localhost", tls), "Ann@example.org")).isEqualTo(told(ANN));
  }

  @Test
  void certificatesInAPkcs7ComeWithThoseOfTheirCas() throws Exception {
    assertThat(ask(settings("localhost", Tls.IMPLICIT), "bob@example.org"))
        .isInstanceOfSatisfying(
            Answer.Told.class,
            told -> assertThat(told.certificates()).containsExactlyInAnyOrder(BOB, ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@example.org", "dan@example.org", "cai@example.org"})
  void whereThereIsNoneOrNoneToBeSeenThatIsTheAnswerForSomeMinutes(String address)
      throws Exception {
    assertThat(ask(settings("localhost", Tls.IMPLICIT), address))
        .isInstanceOfSatisfying(
            Answer.Told.class,
            told -> {
              assertThat(told.certificates()).isEmpty();
              assertThat(told.timeToLive()).hasMinutes(10);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*@example.org",
        "\"*)(mail=*\"@example.org",
        "\"ann@example.org)(|(mail=*\"@example.org",
        "\"\\\\2a\"@example.org",
        "a*n@example.org"
      })
  void injectionAttackFindsNothing(String address) throws Exception {
    assertThat(ask(settings("localhost", Tls.IMPLICIT), address))
        .isInstanceOfSatisfying(
            Answer.Told.class, told -> assertThat(told.certificates()).isEmpty());
  }

  @Test
  void anAttributeThatIsTooLargeIsLeftOut() throws Exception {
    assertThat(ask(settings("localhost", Tls.IMPLICIT), "eve@example.org"))
        .isInstanceOfSatisfying(
            Answer.Told.class, told -> assertThat(told.certificates()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void aServerWhoseCertificateIsForAnotherNameIsNotAsked(Tls tls) throws Exception {
    assertFails(ask(settings("127.0.0.1", tls), "ann@example.org"), "for another name");
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void aServerWithACertificateOfAnUnknownCaIsNotAsked(Tls tls) throws Exception {
    SSLContext others =
        DirectoryFixture.trusting(new TestPki("CN=Other", KeyKind.P256).root().certificate());
    LdapDirectory directory = new LdapDirectory(settings("localhost", tls), others);
    assertFails(directory.ask(DirectoryFixture.question("ann@example.org")), "is not trusted");
  }

  @ParameterizedTest
  @EnumSource(Tls.class)
  void whetherItCanBeReachedIsTriedWithoutLoggingIn(Tls tls) throws Exception {
    LdapSettings noPassword = withLogin(folder.resolve("missing"));
    LdapSettings settings =
        new LdapSettings(
            "ldap",
            "localhost",
            settings("localhost", tls).port(),
            tls,
            "o=test",
            FILTER,
            Domains.all(),
            noPassword.login());
    assertThat(reach(settings)).isEmpty();
    assertThat(reach(settings("missing.invalid", tls)))
        .hasValueSatisfying(it -> assertThat(it.reason().english()).contains("missing.invalid"));
    if (tls != Tls.NONE) {
      assertThat(reach(settings("127.0.0.1", tls)))
          .hasValueSatisfying(
              it -> assertThat(it.reason().english()).contains("no TLS connection"));
    }
  }

  private static Optional<Answer.Failed> reach(LdapSettings settings) throws Exception {
    return new LdapDirectory(settings, DirectoryFixture.trusting(ROOT)).reach();
  }

  @Test
  void whoLogsInSeesWhatIsForUsers() throws Exception {
    Path file = password(Slapd.PASSWORD + "\n", "rw-------");
    assertThat(ask(withLogin(file), "cai@example.org")).isEqualTo(told(CAI));
  }

  @Test
  void aWrongPasswordIsAFailure() throws Exception {
    Path file = password("wrong\n", "rw-------");
    assertFails(ask(withLogin(file), "cai@example.org"), "does not let this user in");
  }

  @Test
  void aPasswordThatOtherUsersCanReadIsNotUsed() throws Exception {
    Path file = password(Slapd.PASSWORD, "rw-r-----");
    assertFails(ask(withLogin(file), "cai@example.org"), "mode 0600");
  }

  @Test
  void anEmptyPasswordIsNotSentWhichWouldLogInAsNobody() throws Exception {
    assertFails(ask(withLogin(password("\n", "rw-------")), "cai@example.org"), "no password");
    assertFails(ask(withLogin(folder.resolve("none")), "cai@example.org"), "cannot be read");
  }

  @Test
  void aReferralIsNotFollowed() throws Exception {
    LdapSettings settings = settings("localhost", Tls.IMPLICIT, "ou=elsewhere,o=test", FILTER);
    assertFails(ask(settings, "ann@example.org"), "another one");
  }

  @Test
  void aBaseThatIsNotThereIsAFailureAndNoAnswer() throws Exception {
    LdapSettings settings = settings("localhost", Tls.IMPLICIT, "ou=typo,o=test", FILTER);
    assertFails(ask(settings, "ann@example.org"), "the base ou=typo,o=test");
  }

  @Test
  void theFilterIsWhatTheConfigurationSays() throws Exception {
    LdapSettings settings =
        settings("localhost", Tls.IMPLICIT, "o=test", "(&(sn=Bob)(mail={address}))");
    assertThat(ask(settings, "ann@example.org"))
        .isInstanceOfSatisfying(
            Answer.Told.class, told -> assertThat(told.certificates()).isEmpty());
    assertThat(LdapSettings.isFilter("(mail={address})")).isTrue();
    assertThat(LdapSettings.isFilter("(mail=ann)")).isFalse();
    assertThat(LdapSettings.isFilter("mail={address})(")).isFalse();
  }

  private static LdapSettings settings(String host, Tls tls) {
    return settings(host, tls, "o=test", FILTER);
  }

  private static LdapSettings settings(String host, Tls tls, String base, String filter) {
    return new LdapSettings(
        "test", host, slapd.port(tls), tls, base, filter, Domains.all(), Optional.empty());
  }

  private static LdapSettings withLogin(Path file) {
    return new LdapSettings(
        "test",
        "localhost",
        slapd.port(Tls.STARTTLS),
        Tls.STARTTLS,
        "o=test",
        FILTER,
        Domains.all(),
        Optional.of(new Login(Slapd.ADMIN, file)));
  }

  private static Path password(String text, String mode) throws Exception {
    Path file = Files.createTempFile(folder, "password", null);
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static Answer ask(LdapSettings settings, String address) throws Exception {
    return new LdapDirectory(settings, DirectoryFixture.trusting(ROOT))
        .ask(DirectoryFixture.question(address));
  }

  private static Answer told(X509Certificate certificate) {
    return new Answer.Told(List.of(certificate), Duration.ofDays(1));
  }

  private static void assertFails(Answer answer, String words) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failed.class, failed -> assertThat(failed.reason().english()).contains(words));
  }

  private static String person(String name, String mail, String attribute, byte[] value) {
    return DirectoryFixture.person(name, "o=test", mail, attribute, value);
  }

  private static byte[] der(X509Certificate certificate) {
    return DirectoryFixture.der(certificate);
  }
}
