package org.sealpost.card.token;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealpost.card.api.ModuleReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PKCS#11 module of a machine whose owner configured none: the first of the known ones that is
 * installed. Looked for when the agent starts.
 */
public final class FoundModule implements TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(FoundModule.class);

  private final Optional<Pkcs11Module> module;

  /** Looks in the places where this system keeps them. */
  public FoundModule(KnownCards memory) {
    this(() -> ModulePaths.ofThisMachine().installed(), memory);
  }

  FoundModule(Supplier<List<Path>> installed, KnownCards memory) {
    List<Path> found = installed.get();
    this.module = found.stream().findFirst().map(path -> new Pkcs11Module(path, memory));
    if (found.isEmpty()) {
      LOG.info("no PKCS#11 module is installed where such are kept");
    } else {
      LOG.info("PKCS#11 modules found: {}; the first is used", found);
    }
  }

  @Override
  public void start(Runnable changed) {
    module.ifPresent(found -> found.start(changed));
  }

  @Override
  public List<Token> tokens() {
    return module.map(Pkcs11Module::tokens).orElse(List.of());
  }

  @Override
  public List<ModuleReport> modules() {
    return module
        .map(Pkcs11Module::modules)
        .orElseGet(
            () ->
                List.of(
                    new ModuleReport(
                        "",
                        ModuleReport.State.NONE,
                        "",
                        TokenErrors.text("module.none-found"),
                        List.of())));
  }

  @Override
  public void close() {
    module.ifPresent(Pkcs11Module::close);
  }
}
