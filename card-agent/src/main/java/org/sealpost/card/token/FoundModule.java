package org.sealpost.card.token;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PKCS#11 module of a machine whose owner configured none: the first of the known ones that is
 * installed and can be loaded. While there is none it is looked for again, since the card's
 * software may be installed after the agent was started.
 */
public final class FoundModule implements TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(FoundModule.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final Supplier<List<Path>> installed;
  private final KnownCards memory;
  private Optional<Pkcs11Module> module = Optional.empty();
  private Optional<Runnable> listener = Optional.empty();
  private long lookedAt;

  /** Looks in the places where this system keeps them. */
  public FoundModule(KnownCards memory) {
    this(() -> ModulePaths.ofThisMachine().installed(), memory);
  }

  FoundModule(Supplier<List<Path>> installed, KnownCards memory) {
    this.installed = installed;
    this.memory = memory;
  }

  @Override
  public synchronized void start(Runnable changed) {
    listener = Optional.of(changed);
    find();
    if (module.isEmpty()) {
      LOG.info("no PKCS#11 module is installed where such are kept");
    }
  }

  @Override
  public List<Token> tokens() {
    return current().map(Pkcs11Module::tokens).orElse(List.of());
  }

  @Override
  public boolean forget(String id) throws CardException {
    Optional<Pkcs11Module> found = current();
    return found.isPresent() && found.get().forget(id);
  }

  @Override
  public List<ModuleReport> modules() {
    return current()
        .map(Pkcs11Module::modules)
        .orElseGet(
            () ->
                List.of(
                    new ModuleReport(
                        "",
                        ModuleReport.State.NONE,
                        "",
                        TokenErrors.told("module.none-found"),
                        List.of())));
  }

  @Override
  public boolean hangs() {
    return current().filter(Pkcs11Module::hangs).isPresent();
  }

  @Override
  public void close() {
    Optional<Pkcs11Module> last;
    synchronized (this) {
      listener = Optional.empty();
      last = module;
    }
    last.ifPresent(Pkcs11Module::close);
  }

  private synchronized Optional<Pkcs11Module> current() {
    if (module.isEmpty() && System.nanoTime() - lookedAt > AGAIN.toNanos()) {
      find();
    }
    return module;
  }

  private void find() {
    lookedAt = System.nanoTime();
    if (listener.isEmpty()) {
      return;
    }
    for (Path candidate : installed.get()) {
      try {
        NativeCryptoki.requireEntryPoint(candidate);
        LOG.info("the PKCS#11 module {} was found and is used", candidate);
        Pkcs11Module found = new Pkcs11Module(candidate, memory);
        module = Optional.of(found);
        found.start(listener.get());
        return;
      } catch (IOException e) {
        LOG.debug("{}", ModuleFile.problem(candidate, e.getMessage()).english());
      }
    }
  }
}
