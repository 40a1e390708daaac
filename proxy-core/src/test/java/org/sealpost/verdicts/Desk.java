package org.sealpost.verdicts;

import static org.sealpost.testmail.Cast.PKI;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.JudgedSignature;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.store.Store;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;

/** Where mail is opened, judged and kept; what is known of revocation is as a test says. */
final class Desk implements AutoCloseable {
  static final Instant T0 = Instant.parse("2026-06-01T12:00:00Z");
  static final String MING = "ming@example.tw";
  static final Account ACCOUNT =
      new Account("mei@example.tw", SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false);

  static final Holder CA =
      PKI.certificate("C=TW,O=Sealpost Test,CN=Test CA")
          .key(KeyKind.P256)
          .valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"))
          .authority()
          .issue();
  static final Holder ROOT = PKI.root();

  /** Until the middle of 2026. */
  static final Holder SIGNER = signer("Ming", Instant.parse("2026-07-01T00:00:00Z"));

  final Store store;
  final VerdictHistory history;
  final CertificateTrust trust;
  final VerdictCompletion completion;
  final List<KeptMail> judgedAgain = new ArrayList<>();
  private final Map<X509Certificate, RevocationStatus> known = new HashMap<>();
  private Instant now = T0;

  Desk(Path file) {
    this(file, VerdictHistory.MAX_MAILS);
  }

  Desk(Path file, int bound) {
    store = Store.open(file);
    history = new VerdictHistory(store, bound);
    trust =
        new CertificateTrust(
            TrustBasis.of(TrustAnchors.of(List.of(ROOT.certificate())))
                .withRevocation(
                    new RevocationPolicy(
                        RevocationPolicy.Mode.PREFER, this::statuses, Duration.ZERO))
                .withSightings(history));
    completion = new VerdictCompletion(history, trust, this::now, judgedAgain::add);
    revocation(CA, good());
  }

  static Holder signer(String name, Instant until) {
    return signer(name, until, KeyKind.P256.generate());
  }

  static Holder signer(String name, Instant until, KeyPair keys) {
    return PKI.certificate(CA, "C=TW,CN=" + name)
        .key(KeyKind.P256, keys)
        .address(MING)
        .usage(KeyUsage.digitalSignature)
        .valid(Instant.parse("2024-01-01T00:00:00Z"), until)
        .issue();
  }

  private synchronized List<RevocationStatus> statuses(
      List<X509Certificate> path, Duration patience) {
    return path.stream()
        .limit(path.size() - 1L)
        .map(each -> known.getOrDefault(each, unknown()))
        .toList();
  }

  synchronized void revocation(Holder holder, RevocationStatus status) {
    known.put(holder.certificate(), status);
  }

  synchronized Instant now() {
    return now;
  }

  synchronized void at(Instant time) {
    now = time;
  }

  void later(Duration time) {
    at(now().plus(time));
  }

  static RevocationStatus good() {
    return new RevocationStatus.Good(evidence());
  }

  static RevocationStatus notYet() {
    return new RevocationStatus.Unknown(
        new RevocationStatus.Cause.NotYet("http://ocsp.example.tw"));
  }

  static RevocationStatus unknown() {
    return new RevocationStatus.Unknown(new RevocationStatus.Cause.NoSource());
  }

  static RevocationStatus revoked(Instant since) {
    return new RevocationStatus.Revoked(
        since, RevocationReason.KEY_COMPROMISE, Optional.empty(), evidence());
  }

  static Evidence evidence() {
    return new Evidence(
        Evidence.Kind.CRL,
        "http://crl.example.tw/1.crl",
        T0.minus(Duration.ofDays(1)),
        Optional.of(T0.plus(Duration.ofDays(1))));
  }

  /** A signature that holds. */
  static SignatureCheck signature(String id, Holder signer) {
    return signature(id, signer, new SignatureCheck.Outcome.Holds(), Optional.empty());
  }

  static SignatureCheck claiming(String id, Holder signer, Instant time) {
    return signature(id, signer, new SignatureCheck.Outcome.Holds(), Optional.of(time));
  }

  static SignatureCheck broken(String id, Holder signer) {
    return signature(
        id,
        signer,
        new SignatureCheck.Outcome.Broken(Phrase.verbatim("The content was altered.")),
        Optional.empty());
  }

  private static SignatureCheck signature(
      String id, Holder signer, SignatureCheck.Outcome outcome, Optional<Instant> claimed) {
    return new SignatureCheck(
        Optional.of(signer.certificate()),
        outcome,
        claimed,
        "SHA-256",
        false,
        id,
        Optional.empty(),
        signer.issuers());
  }

  Verdict open(String messageId, SignatureCheck check) {
    return open(messageId, List.of(MING), check);
  }

  /** Opens a mail with one signature, and waits until it is kept. */
  Verdict open(String messageId, List<String> from, SignatureCheck check) {
    Assessment assessment = trust.assess(check, from, now());
    keep(messageId, from, assessment.verdict(), new JudgedSignature(check, assessment));
    return assessment.verdict();
  }

  void keep(String messageId, List<String> from, Verdict verdict, JudgedSignature... judged) {
    history.keep(
        new JudgedMail(Optional.of(ACCOUNT), messageId, from, now(), verdict, List.of(judged)));
    history.flush();
  }

  KeptMail kept(String messageId) {
    return history.of(messageId).getFirst();
  }

  @Override
  public void close() {
    completion.close();
    history.close();
    store.close();
  }
}
