package org.sealpost.server.session;

/**
 * What a session works with until it ends, whatever takes its place for later sessions. For one
 * thread.
 *
 * @param end is run when the session needs it no more
 */
public record Loan<T>(T value, Runnable end) implements AutoCloseable {
  /** Of something that stays. */
  public static <T> Loan<T> of(T value) {
    return new Loan<>(value, () -> {});
  }

  @Override
  public void close() {
    end.run();
  }
}
