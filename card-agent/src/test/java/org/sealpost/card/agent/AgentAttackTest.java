package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.agent.RunningAgent.RawClient;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.token.Programs;

/**
 * What a program on this machine may try at the agent's socket; an honest one goes on meanwhile.
 */
class AgentAttackTest {
  @TempDir Path folder;
  private RunningAgent agent;

  @BeforeEach
  void start() throws CannotListenException {
    agent = new RunningAgent(folder.resolve("run/agent.sock"), new FakeToken("one"));
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private void assertServesHonestClients() throws CardException {
    try (CardAgentClient honest = agent.client()) {
      assertThat(honest.tokens()).hasSize(1);
    }
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
        "Content-Length: 2147483647\r\n\r\n",
        "Content-Length: 5\r\n\r\nnoise",
        "Content-Length: 2\r\n\r\n[]",
        "Content-Length: 4\r\n\r\nnull",
        "Content-Length: 2\r\n\r\n{}",
        "Content-Length: 0\r\n\r\n",
        "Content-Length: 4\r\n\r\n\u00ff\u00fe\u0000\u0001",
        "Content-Length: 21\r\n\r\n{\"id\":1e999999999999}",
        "Content-Length: 14\r\n\r\n{\"id\":[[[1]]]}"
      })
  void foreignFramesCostTheirOwnConnection(String octets) throws Exception {
    try (RawClient attacker = agent.raw()) {
      attacker.say(octets);
      assertThat(attacker.isClosed()).isTrue();
    }
    assertServesHonestClients();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 20_000, 500_000})
  void jsonTooDeepForAStackCostsItsOwnConnectionOrRequest(int depth) throws Exception {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    for (String message :
        List.of(
            deep,
            quoted("{'jsonrpc':'2.0','id':1,'method':'unlock','params':") + deep + "}",
            quoted("{'jsonrpc':'2.0','id':1,'params':") + deep + quoted(",'method':'sign'}"),
            quoted("{'x':") + deep + quoted(",'id':1,'method':'tokens'}"))) {
      try (RawClient attacker = agent.raw()) {
        attacker.hello().frame(message);
        try {
          assertThat(attacker.answer()).contains("error");
        } catch (IOException e) {
          assertThat(attacker.isClosed()).isTrue();
        }
      }
    }
    assertServesHonestClients();
  }

  @Test
  void anUnknownMethodCostsOnlyTheRequest() throws Exception {
    try (RawClient client = agent.raw()) {
      client.hello().frame(quoted("{'jsonrpc':'2.0','id':1,'method':'exportKey','params':{}}"));
      assertThat(client.answer()).contains("-32601");
      client.frame(quoted("{'jsonrpc':'2.0','method':'exportKey','params':{}}"));
      client.frame(quoted("{'jsonrpc':'2.0','id':2,'method':'tokens'}"));
      assertThat(client.answer()).contains("card one");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','id':1,'method':'sign'}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':null}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'key':{}}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'key':7}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'digest':'no base64!'}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'digest':[1,2,3]}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'algorithm':{'scheme':'DSA'}}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'algorithm':{'scheme':0}}}",
        "{'jsonrpc':'2.0','id':1,'method':'sign','params':{'waitMillis':1e400}}",
        "{'jsonrpc':'2.0','id':1,'method':'unlock','params':{'tokenId':'one'}}",
        "{'jsonrpc':'2.0','id':1,'method':'unlock','params':{'purpose':{'kind':'UNLOCK'}}}",
        "{'jsonrpc':'2.0','id':1,'method':'decrypt','params':{'expectedLength':'x'}}",
        "{'jsonrpc':'2.0','id':1,'method':'agree','params':[]}"
      })
  void aRequestThatMakesNoSenseCostsOnlyItself(String request) throws Exception {
    try (RawClient client = agent.raw()) {
      client.hello().frame(quoted(request));
      assertThat(client.answer()).contains("\"id\":1").contains("error").doesNotContain("at org.");
      client.frame(quoted("{'jsonrpc':'2.0','id':2,'method':'tokens'}"));
      assertThat(client.answer()).contains("card one");
    }
  }

  @Test
  void nothingIsAnsweredBeforeTheGreeting() throws Exception {
    for (String method : List.of("tokens", "lock", "sign", "unlock", "decrypt", "agree")) {
      try (RawClient client = agent.raw()) {
        client.frame(quoted("{'jsonrpc':'2.0','id':1,'method':'" + method + "'}"));
        assertThat(client.answer())
            .contains(Integer.toString(CardError.VERSION_MISMATCH.code()))
            .doesNotContain("card one");
      }
    }
  }

  @Test
  void anotherVersionIsRefusedByName() throws Exception {
    try (RawClient client = agent.raw()) {
      client.frame(
          quoted("{'jsonrpc':'2.0','id':1,'method':'hello','params':{'version':99,'client':'x'}}"));
      assertThat(client.answer()).contains("99").contains("-32101");
      client.frame(quoted("{'jsonrpc':'2.0','id':2,'method':'tokens'}"));
      assertThat(client.answer()).contains("-32101");
    }
  }

  @Test
  void slowHeadersAndSilentClientsAreCutOff() throws Exception {
    try (RunningAgent impatient =
        new RunningAgent(
            folder.resolve("two/agent.sock"),
            new AgentServer.Limits(64, Duration.ofMillis(200)),
            LocalUser::isPeer,
            new FakeToken("one"))) {
      try (RawClient silent = impatient.raw();
          RawClient slowHeader = impatient.raw().hello().say("Content-Le");
          RawClient slowContent = impatient.raw().hello().say("Content-Length: 9\r\n\r\n{");
          CardAgentClient honest = impatient.client()) {
        assertThat(honest.tokens()).hasSize(1);
        assertThat(silent.isClosed()).isTrue();
        assertThat(slowHeader.isClosed()).isTrue();
        assertThat(slowContent.isClosed()).isTrue();
        assertThat(honest.tokens()).as("idle between requests is no fault").hasSize(1);
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws Exception {
    try (RunningAgent impatient =
        new RunningAgent(
            folder.resolve("two/agent.sock"),
            new AgentServer.Limits(64, Duration.ofMillis(500)),
            LocalUser::isPeer,
            new FakeToken("one"))) {
      try (RawClient deaf = impatient.raw().hello()) {
        String request = quoted("{'jsonrpc':'2.0','id':1,'method':'tokens'}");
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(
                () -> {
                  while (true) {
                    deaf.frame(request);
                  }
                });
      }
      try (CardAgentClient honest = impatient.client()) {
        assertThat(honest.tokens()).hasSize(1);
      }
    }
  }

  @Test
  void twoHundredConnectionsLeaveAnHonestOneServed() throws Exception {
    try (CardAgentClient honest = agent.client()) {
      assertThat(honest.tokens()).hasSize(1);
      List<RawClient> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < 200; i++) {
          crowd.add(agent.raw());
        }
        assertThat(crowd.getLast().isClosed()).as("beyond the limit").isTrue();
        assertThat(honest.tokens()).hasSize(1);
      } finally {
        for (RawClient client : crowd) {
          client.close();
        }
      }
    }
    // The agent notices the closed connections one by one.
    List<CardException> turnedAway = new ArrayList<>();
    boolean served = false;
    while (!served) {
      try {
        assertServesHonestClients();
        served = true;
      } catch (CardException e) {
        assertThat(e.error()).isEqualTo(CardError.AGENT_UNREACHABLE);
        turnedAway.add(e);
        assertThat(turnedAway).hasSizeLessThan(10_000);
      }
    }
  }

  @Test
  void aPeerThatIsNotThisUserHearsNothing() throws Exception {
    try (RunningAgent strict =
        new RunningAgent(
            folder.resolve("two/agent.sock"),
            RunningAgent.LIMITS,
            channel -> false,
            new FakeToken("one"))) {
      try (RawClient foreign = strict.raw()) {
        assertThat(foreign.isClosed()).isTrue();
      }
    }
  }

  @Test
  void aRealOtherUserHearsNothingThoughThePermissionsWereOpened() throws Exception {
    Assumptions.assumeThat(LocalUser.current().getName())
        .as("only root can be another user")
        .isEqualTo("root");
    Programs.assumePresent("setpriv");
    Programs.assumePresent("perl");
    Path socket = folder.resolve("run/agent.sock");
    for (Path path = folder.resolve("run"); path.getNameCount() > 1; path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
    String hello = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"version\":1}}";
    String perl =
        """
        use IO::Socket::UNIX;
        my $s = IO::Socket::UNIX->new(Peer => 'SOCKET') or die 'no connection';
        $SIG{PIPE} = 'IGNORE';
        my $hello = 'HELLO';
        print $s "Content-Length: " . length($hello) . "\\r\\n\\r\\n" . $hello;
        $s->flush;
        my $n = sysread($s, my $b, 1000);
        print $n ? "served: $b" : 'nothing';
        """
            .replace("SOCKET", socket.toString())
            .replace("HELLO", hello);
    assertThat(Programs.run("perl", "-e", perl)).as("the same user").startsWith("served");
    assertThat(
            Programs.run(
                "setpriv",
                "--reuid",
                "65534",
                "--regid",
                "65534",
                "--clear-groups",
                "perl",
                "-e",
                perl))
        .isEqualTo("nothing");
    assertServesHonestClients();
  }
}
