package org.sealpost.card.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A module whose calls, from whatever thread, run one after the other. Modules may promise to bear
 * more ({@code CKF_OS_LOCKING_OK}); not all keep it, and a card can do one thing at a time anyhow.
 * Calls are served in the order they came in: a queue of mails does not keep out the watch over the
 * readers.
 */
final class SerialCryptoki implements Cryptoki {
  private interface Action {
    void run() throws CryptokiException;
  }

  private final Cryptoki module;
  private final ReentrantLock turn = new ReentrantLock(true);

  SerialCryptoki(Cryptoki module) {
    this.module = module;
  }

  private <T> T inTurn(Calls<T> call) throws CryptokiException {
    turn.lock();
    try {
      return call.run();
    } finally {
      turn.unlock();
    }
  }

  private void inTurn(Action action) throws CryptokiException {
    turn.lock();
    try {
      action.run();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public <T> T inOneTurn(Calls<T> calls) throws CryptokiException {
    return inTurn(calls);
  }

  @Override
  public String description() {
    return module.description();
  }

  @Override
  public List<SlotState> slots() throws CryptokiException {
    return inTurn(module::slots);
  }

  @Override
  public TokenFacts token(long slot) throws CryptokiException {
    return inTurn(() -> module.token(slot));
  }

  @Override
  public Map<Long, Long> mechanisms(long slot) throws CryptokiException {
    return inTurn(() -> module.mechanisms(slot));
  }

  @Override
  public Session open(long slot) throws CryptokiException {
    return new SerialSession(inTurn(() -> module.open(slot)));
  }

  @Override
  public void restart() throws CryptokiException {
    inTurn(module::restart);
  }

  private final class SerialSession implements Session {
    private final Session session;

    SerialSession(Session session) {
      this.session = session;
    }

    @Override
    public boolean exists() {
      turn.lock();
      try {
        return session.exists();
      } finally {
        turn.unlock();
      }
    }

    @Override
    public boolean loggedIn() throws CryptokiException {
      return inTurn(session::loggedIn);
    }

    @Override
    public void login(Login kind, Optional<char[]> pin) throws CryptokiException {
      inTurn(() -> session.login(kind, pin));
    }

    @Override
    public void logout() throws CryptokiException {
      inTurn(session::logout);
    }

    @Override
    public List<CertificateObject> certificates() throws CryptokiException {
      return inTurn(session::certificates);
    }

    @Override
    public List<PublicKeyObject> publicKeys() throws CryptokiException {
      return inTurn(session::publicKeys);
    }

    @Override
    public List<PrivateKeyObject> privateKeys() throws CryptokiException {
      return inTurn(session::privateKeys);
    }

    @Override
    public byte[] sign(Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException {
      return inTurn(() -> session.sign(mechanism, key, before, data));
    }

    @Override
    public byte[] decrypt(
        Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException {
      return inTurn(() -> session.decrypt(mechanism, key, before, data));
    }

    @Override
    public byte[] agree(PrivateKeyObject key, byte[] point, int length) throws CryptokiException {
      return inTurn(() -> session.agree(key, point, length));
    }

    @Override
    public void close() {
      turn.lock();
      try {
        session.close();
      } finally {
        turn.unlock();
      }
    }
  }
}
