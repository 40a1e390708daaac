package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;
import org.sealpost.card.api.TokenEvent;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.token.Pkcs12Token;
import org.sealpost.card.token.TestCards;

/** The protocol from end to end: client, socket, agent, token. */
class CardAgentClientTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Purpose SIGN = Purpose.signMail("ming@example.tw", "mei@example.tw");
  private static final Purpose OPEN = Purpose.openMail("ming@example.tw", "mei@example.tw");

  @TempDir Path folder;

  private Path socket() {
    return folder.resolve("run/agent.sock");
  }

  private static CardException failure(CardError error, ThrowingCallable call) {
    CardException[] caught = new CardException[1];
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(call)
        .satisfies(e -> caught[0] = e)
        .satisfies(e -> assertThat(e.error()).isEqualTo(error))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    return caught[0];
  }

  private static KeyRef key(CardAgent agent, TestCards.Identity identity) throws Exception {
    byte[] wanted = identity.certificate().getEncoded();
    TokenInfo token = agent.tokens().getFirst();
    CardCertificate certificate =
        token.certificates().stream()
            .filter(c -> Arrays.equals(c.certificate(), wanted))
            .findFirst()
            .orElseThrow();
    return new KeyRef(token.id(), certificate.keyId());
  }

  @Test
  void aCardIsListedUnlockedUsedAndLocked() throws Exception {
    Pkcs12Token file = new Pkcs12Token(TestCards.usual(folder.resolve("ming.p12")));
    try (RunningAgent running = new RunningAgent(socket(), file);
        CardAgent agent = running.client()) {
      TokenInfo before = agent.tokens().getFirst();
      assertThat(before.state()).isEqualTo(TokenState.LOCKED);
      assertThat(before.certificatesKnown()).isFalse();
      assertThat(before.triesLeft()).isEmpty();
      assertThat(before.label()).isEqualTo("ming");

      running.prompt.answer(ScriptedPrompt.pin(TestCards.PIN));
      TokenInfo unlocked = agent.unlock(before.id(), Purpose.unlock(""), WAIT);
      assertThat(unlocked.state()).isEqualTo(TokenState.UNLOCKED);
      assertThat(unlocked.certificates()).hasSize(4);
      assertThat(unlocked.certificates().getFirst().chain()).hasSize(2);

      byte[] data = "mail".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      byte[] signature =
          agent.sign(
              key(agent, TestCards.rsaSign()),
              new SignatureAlgorithm(Scheme.RSA_PSS, DigestAlgorithm.SHA256),
              MessageDigest.getInstance("SHA-256").digest(data),
              SIGN,
              WAIT);
      assertThat(signature).hasSize(256);
      Signature judge = Signature.getInstance("SHA256withECDSA");
      judge.initVerify(TestCards.ecSign().publicKey());
      judge.update(data);
      assertThat(
              judge.verify(
                  agent.sign(
                      key(agent, TestCards.ecSign()),
                      new SignatureAlgorithm(Scheme.ECDSA, DigestAlgorithm.SHA256),
                      MessageDigest.getInstance("SHA-256").digest(data),
                      SIGN,
                      WAIT)))
          .isTrue();

      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, TestCards.rsaDecrypt().publicKey());
      byte[] contentKey = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0};
      byte[] unwrapped =
          agent.decrypt(
              key(agent, TestCards.rsaDecrypt()),
              KeyTransport.pkcs1(),
              cipher.doFinal(contentKey),
              16,
              OPEN,
              WAIT);
      assertThat(unwrapped).isEqualTo(contentKey);

      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var ephemeral = generator.generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(ephemeral.getPrivate());
      agreement.doPhase(TestCards.ecDecrypt().publicKey(), true);
      assertThat(
              agent.agree(
                  key(agent, TestCards.ecDecrypt()),
                  ephemeral.getPublic().getEncoded(),
                  OPEN,
                  WAIT))
          .isEqualTo(agreement.generateSecret());

      agent.lock();
      TokenInfo locked = agent.tokens().getFirst();
      assertThat(locked.state()).isEqualTo(TokenState.LOCKED);
      assertThat(locked.certificates()).as("stay known").hasSize(4);
      assertThat(running.prompt.questions).hasSize(1);
    }
  }

  @Test
  void errorsComeThroughWithTheirWords() throws Exception {
    try (RunningAgent running = new RunningAgent(socket(), new FakeToken("one"));
        CardAgent agent = running.client()) {
      running.prompt.answer(new Answer.Cancelled());
      CardException cancelled =
          failure(CardError.PIN_CANCELLED, () -> agent.unlock("one", Purpose.unlock(""), WAIT));
      assertThat(cancelled).hasMessageContaining("card one");
      assertThat(cancelled.text(Locale.TRADITIONAL_CHINESE)).isEqualTo("卡片「card one」的 PIN 碼提示已取消。");
      failure(CardError.LOCKED, () -> agent.agree(new KeyRef("one", "k"), new byte[1], OPEN, WAIT));
      failure(CardError.TOKEN_ABSENT, () -> agent.unlock("two", Purpose.unlock(""), WAIT));
      assertThat(failure(CardError.BAD_REQUEST, () -> agent.forget("one")))
          .hasMessageContaining("card one");
      failure(CardError.TOKEN_ABSENT, () -> agent.forget("two"));
    }
  }

  @Test
  void manyThreadsShareOneClient() throws Exception {
    try (RunningAgent running = new RunningAgent(socket(), new FakeToken("one"));
        CardAgent agent = running.client();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      running.prompt.answer(ScriptedPrompt.pin(FakeToken.PIN));
      SignatureAlgorithm algorithm = new SignatureAlgorithm(Scheme.ECDSA, DigestAlgorithm.SHA256);
      List<Future<byte[]>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        byte[] digest = new byte[32];
        digest[0] = (byte) i;
        digest[1] = (byte) (i >> 8);
        calls.add(
            threads.submit(
                () -> agent.sign(new KeyRef("one", "k"), algorithm, digest, SIGN, WAIT)));
      }
      for (int i = 0; i < calls.size(); i++) {
        byte[] signature = calls.get(i).get(60, TimeUnit.SECONDS);
        assertThat((signature[0] & 0xff) | ((signature[1] & 0xff) << 8)).isEqualTo(i);
      }
      assertThat(running.prompt.questions).hasSize(1);
    }
  }

  @Test
  void withoutAnAgentItSaysWhatToDo() {
    try (CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
      CardException absent = failure(CardError.AGENT_UNREACHABLE, agent::tokens);
      assertThat(absent).hasMessageContaining(socket().toString());
      assertThat(absent).hasMessageContaining("sealpost start");
    }
  }

  @Test
  void aStaleSocketIsAnAgentThatIsNotThere() throws Exception {
    Path stale = folder.resolve("stale.sock");
    ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    gone.bind(UnixDomainSocketAddress.of(stale));
    gone.close();
    try (CardAgent agent = new CardAgentClient(stale, "test", WAIT)) {
      failure(CardError.AGENT_UNREACHABLE, agent::tokens);
    }
  }

  @Test
  void anAgentThatWasRestartedIsFoundAgain() throws Exception {
    try (CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
      failure(CardError.AGENT_UNREACHABLE, agent::tokens);
      for (String id : List.of("one", "two", "three")) {
        try (RunningAgent running = new RunningAgent(socket(), new FakeToken(id))) {
          assertThat(agent.tokens().getFirst().id()).isEqualTo(id);
          assertThat(running.prompt.questions).isEmpty();
        }
      }
      failure(CardError.AGENT_UNREACHABLE, agent::tokens);
    }
  }

  @Test
  void anAgentThatGoesInTheMiddleOfACallEndsTheCall() throws Exception {
    try (CardAgent agent = new CardAgentClient(socket(), "test", WAIT)) {
      RunningAgent running = new RunningAgent(socket(), new FakeToken("one"));
      running.prompt.watch();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<CardException> call =
            threads.submit(
                () -> {
                  try {
                    agent.unlock("one", Purpose.unlock(""), WAIT);
                    throw new AssertionError("unlocked");
                  } catch (CardException e) {
                    return e;
                  }
                });
        running.prompt.awaitQuestion();
        running.close();
        assertThat(call.get(30, TimeUnit.SECONDS).error().temporary()).isTrue();
      }
    }
  }

  @Test
  void anAgentThatNeverAnswersDoesNotHoldTheCaller() throws Exception {
    Path mute = folder.resolve("mute.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Never accepted: the kernel takes the connection and the greeting, and nothing comes back.
      server.bind(UnixDomainSocketAddress.of(mute));
      try (CardAgent agent = new CardAgentClient(mute, "test", Duration.ofMillis(200))) {
        failure(CardError.TIMEOUT, agent::tokens);
        failure(CardError.TIMEOUT, agent::lock);
      }
    }
  }

  @Test
  void aProgramThatSpeaksNonsenseIsNoAgent() throws Exception {
    Path odd = folder.resolve("odd.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(odd));
      Thread _ =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var channel = server.accept()) {
                      channel.write(
                          java.nio.ByteBuffer.wrap(
                              "220 mail.example.tw ESMTP\r\n"
                                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      try (CardAgent agent = new CardAgentClient(odd, "test", WAIT)) {
        failure(CardError.AGENT_UNREACHABLE, agent::tokens);
      }
    }
  }

  @Test
  void whatHappensToTokensIsTold() throws Exception {
    FakeToken token = new FakeToken("one");
    try (RunningAgent running =
            new RunningAgent(
                socket(),
                new AgentServer.Limits(8, Duration.ofSeconds(30)),
                channel -> true,
                token);
        CardAgent agent = running.client()) {
      LinkedBlockingQueue<TokenEvent> events = new LinkedBlockingQueue<>();
      agent.onEvent(
          event -> {
            try {
              // A listener may ask the agent.
              agent.tokens();
              events.add(event);
            } catch (CardException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(agent.tokens()).hasSize(1);
      running.prompt.answer(ScriptedPrompt.pin(FakeToken.PIN));
      agent.unlock("one", Purpose.unlock(""), WAIT);
      assertThat(events.poll(30, TimeUnit.SECONDS).token().state()).isEqualTo(TokenState.UNLOCKED);
      token.present = false;
      assertThat(events.poll(30, TimeUnit.SECONDS).token().state()).isEqualTo(TokenState.ABSENT);
      assertThat(agent.tokens())
          .extracting(TokenInfo::state)
          .as("it is still configured")
          .containsExactly(TokenState.ABSENT);
      token.present = true;
      assertThat(events.poll(30, TimeUnit.SECONDS).token().state()).isEqualTo(TokenState.LOCKED);
    }
  }

  @Test
  void aConfiguredCardThatWasNeverThereIsListedAsAbsent() throws Exception {
    Pkcs12Token gone = new Pkcs12Token(folder.resolve("gone.p12"));
    try (RunningAgent running = new RunningAgent(socket(), new FakeToken("one"), gone);
        CardAgent agent = running.client()) {
      assertThat(agent.tokens())
          .extracting(TokenInfo::label, TokenInfo::state, TokenInfo::certificatesKnown)
          .containsExactly(
              tuple("card one", TokenState.LOCKED, true), tuple("gone", TokenState.ABSENT, false));
    }
  }

  @Test
  void aClosedClientSaysSo() throws Exception {
    try (RunningAgent running = new RunningAgent(socket(), new FakeToken("one"))) {
      CardAgent agent = running.client();
      assertThat(agent.tokens()).hasSize(1);
      agent.close();
      failure(CardError.AGENT_UNREACHABLE, agent::tokens);
    }
  }
}
