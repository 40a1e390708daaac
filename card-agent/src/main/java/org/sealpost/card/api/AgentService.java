package org.sealpost.card.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/**
 * The agent protocol as it is on the socket: JSON-RPC 2.0 with Content-Length framing. Octet
 * strings are base64, enumerations their names, durations milliseconds. {@link #hello} comes first;
 * anything before it is refused. Errors carry the number of a {@link CardError} and words for the
 * user. {@link CardAgent} tells what the operations do; programs use {@link CardAgentClient}.
 */
public interface AgentService {
  /** The protocol's version; it changes when an older peer would misunderstand or lack a call. */
  int VERSION = 3;

  /** Greets; answers with an error where the versions differ. */
  @JsonRequest
  CompletableFuture<Greeting> hello(Hello hello);

  @JsonRequest
  CompletableFuture<List<TokenInfo>> tokens();

  @JsonRequest
  CompletableFuture<List<ModuleReport>> modules();

  @JsonRequest
  CompletableFuture<TokenInfo> unlock(Unlock request);

  @JsonRequest
  CompletableFuture<Void> lock();

  @JsonRequest
  CompletableFuture<Void> forget(Forget request);

  @JsonRequest
  CompletableFuture<byte[]> sign(Sign request);

  @JsonRequest
  CompletableFuture<byte[]> decrypt(Decrypt request);

  @JsonRequest
  CompletableFuture<byte[]> agree(Agree request);

  /**
   * Who connects.
   *
   * @param version {@link #VERSION} of the caller
   * @param client a name for the agent's log
   */
  record Hello(int version, String client) {}

  /** The agent's answer: {@link #VERSION} of the agent. */
  record Greeting(int version) {}

  /** {@link CardAgent#unlock}. */
  record Unlock(String tokenId, Purpose purpose, long waitMillis) {}

  /** {@link CardAgent#forget}. */
  record Forget(String tokenId) {}

  /** {@link CardAgent#sign}. */
  record Sign(
      KeyRef key, SignatureAlgorithm algorithm, byte[] digest, Purpose purpose, long waitMillis) {}

  /** {@link CardAgent#decrypt}. */
  record Decrypt(
      KeyRef key,
      KeyTransport algorithm,
      byte[] wrappedKey,
      int expectedLength,
      Purpose purpose,
      long waitMillis) {}

  /** {@link CardAgent#agree}. */
  record Agree(KeyRef key, byte[] ephemeralPublicKey, Purpose purpose, long waitMillis) {}
}
