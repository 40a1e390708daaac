package org.sealpost.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.book.CertificateBook;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Authority.Sources;
import org.sealpost.harness.Person;
import org.sealpost.harness.Program;
import org.sealpost.harness.RevocationServer;
import org.sealpost.inbound.InboundFlow;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.server.Judging;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.server.Surroundings;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.verdicts.VerdictHistory;

/**
 * Signed mails of 10 KB, opened and judged as the proxy does it, in this process: revocation lists
 * of both links of the path at hand, the verdicts and certificates kept. Beside it openssl on the
 * same mail.
 */
final class VerifyTimes {
  private static final String ADDRESS = "ming@example.test";
  private static final Account ACCOUNT =
      new Account(ADDRESS, SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false);
  private static final int SIZE = 10_000;
  private static final int DIFFERENT = 50;
  private static final int WARM_UP = 3_000;
  private static final int OPENSSL_RUNS = 30;

  private final Path folder;
  private final PrintStream out;

  VerifyTimes(Path folder, PrintStream out) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("verify"));
    this.out = out;
  }

  void run(int mails) throws Exception {
    Authority root = new Authority("Benchmark root");
    try (RevocationServer rootServer = new RevocationServer(root)) {
      Authority issuing = root.below("Benchmark CA", Sources.list(rootServer.at("/root.crl")));
      try (RevocationServer server = new RevocationServer(issuing)) {
        Person person = issuing.person("Ming", ADDRESS, Sources.list(server.at("/ca.crl")));
        List<Path> signed = sign(person);
        Latencies ours = ours(root, signed, mails);
        writeAnchors(root, rootServer.list(), server.list());
        Latencies theirs = Latencies.measure(3, OPENSSL_RUNS, _ -> openssl(signed.getFirst()));
        report(ours, theirs);
      }
    }
  }

  /** Mails that differ, so that one signature is not all that is met. */
  private List<Path> sign(Person person) throws Exception {
    Authority.writePem(person.signing(), folder.resolve("sign.pem"));
    Authority.writePem(person.issuer(), folder.resolve("issuer.pem"));
    Files.writeString(
        folder.resolve("sign.key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(person.signingKey().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    String entity =
        new String(ManyMails.mail(SIZE), StandardCharsets.US_ASCII)
            .replaceFirst("(?s).*?MIME", "MIME");
    List<Path> mails = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      Path content =
          Files.writeString(folder.resolve("content"), "X-Number: " + i + "\r\n" + entity);
      Path mail = folder.resolve(i + ".eml");
      List<String> command = new ArrayList<>(List.of("openssl", "cms", "-sign"));
      command.addAll(List.of("-in", content.toString(), "-out", mail.toString()));
      command.addAll(List.of("-signer", folder.resolve("sign.pem").toString()));
      command.addAll(List.of("-inkey", folder.resolve("sign.key").toString()));
      command.addAll(List.of("-certfile", folder.resolve("issuer.pem").toString()));
      command.addAll(List.of("-from", ADDRESS, "-to", ADDRESS, "-subject", "benchmark"));
      Program.run(Map.of(), command).succeeds();
      String text = Files.readString(mail, StandardCharsets.ISO_8859_1);
      Files.writeString(
          mail,
          ("Message-ID: <" + i + "@example.test>\n" + text).replaceAll("\r?\n", "\r\n"),
          StandardCharsets.ISO_8859_1);
      mails.add(mail);
    }
    return mails;
  }

  private Latencies ours(Authority root, List<Path> signed, int mails) throws Exception {
    List<Content> contents = new ArrayList<>();
    for (Path mail : signed) {
      contents.add(Content.of(Files.readAllBytes(mail)));
    }
    Path anchor = folder.resolve("root.pem");
    Authority.writePem(root.certificate(), anchor);
    Settings settings = settings(anchor);
    StateFolder.make(settings.stateDir());
    try (CardAgent agent =
            new CardAgentClient(settings.agentSocket(), "benchmark", Duration.ofSeconds(5));
        Store store = Store.open(settings.storeFile());
        Judging judging =
            Judging.open(
                settings, store, List.of(), List::of, CrlProgress.none(), InstantSource.system());
        VerdictHistory history = new VerdictHistory(store)) {
      CertificateTrust trust = new CertificateTrust(judging.basis().withSightings(history));
      CertificateBook book = new CertificateBook(store, trust);
      InboundFlow flow =
          new InboundFlow(
              agent,
              trust,
              book::harvest,
              history,
              new SpoolFactory(settings.spoolDir(), settings.spoolMemory()),
              Clock.systemUTC(),
              Duration.ofSeconds(1),
              false);
      return Latencies.measure(
          WARM_UP, mails, number -> open(flow, contents.get(number % contents.size())));
    }
  }

  private Settings settings(Path anchor) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("sealpost.conf"),
            "sealpost { state-dir = \"%s\", trust.anchors = [\"%s\"], trust.patience = 10 seconds }"
                .formatted(folder.resolve("state"), anchor));
    return Settings.load(Optional.of(file), new Surroundings(folder, Map.of()));
  }

  private static void open(InboundFlow flow, Content mail) throws Exception {
    try (OpenedMail opened = flow.open(ACCOUNT, mail)) {
      if (opened.verdict().kind() != VerdictKind.VALID) {
        throw new IOException("unexpected: " + opened.verdict());
      }
    }
  }

  private void writeAnchors(Authority root, byte[]... lists) throws IOException {
    Path file = folder.resolve("anchors.pem");
    Authority.writePem(root.certificate(), file);
    StringBuilder text = new StringBuilder(Files.readString(file));
    for (byte[] list : lists) {
      text.append("-----BEGIN X509 CRL-----\n")
          .append(Base64.getMimeEncoder().encodeToString(list))
          .append("\n-----END X509 CRL-----\n");
    }
    Files.writeString(file, text);
  }

  private void openssl(Path mail) throws IOException, InterruptedException {
    Program.run(
            Map.of(),
            List.of(
                "openssl",
                "cms",
                "-verify",
                "-crl_check_all",
                "-in",
                mail.toString(),
                "-CAfile",
                folder.resolve("anchors.pem").toString(),
                "-purpose",
                "any",
                "-out",
                "/dev/null"))
        .succeeds();
  }

  private void report(Latencies ours, Latencies theirs) {
    out.printf(
        "%nA signed mail of 10 KB verified, all lists at hand (RSA-2048, root, CA, signer)%n");
    out.printf("%-44s %9s %9s%n", "", "p50 ms", "p99 ms");
    print("opened, judged, marked and kept by Sealpost", ours);
    print("openssl cms -verify, with its start", theirs);
  }

  private void print(String what, Latencies times) {
    out.printf("%-44s %9.2f %9.2f%n", what, times.percentileMillis(50), times.percentileMillis(99));
  }
}
