package org.sealpost.card.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealpost.card.token.FoundModule;
import org.sealpost.card.token.KnownCards;
import org.sealpost.card.token.Pkcs11Module;
import org.sealpost.card.token.Pkcs12Files;
import org.sealpost.card.token.TokenSource;

/**
 * Where tokens come from, as the configuration names it. A card file that is named again is the
 * same source, whose token knows the wrong PINs it was given; the modules stay those of the start,
 * since one that was let go cannot be relied on to come back in the same process. For one thread.
 */
final class ConfiguredSources {
  private final Map<Path, TokenSource> files = new HashMap<>();
  private final List<TokenSource> modules;

  ConfiguredSources(AgentSettings settings) {
    KnownCards memory = new KnownCards(settings.cards());
    modules =
        settings
            .modules()
            .map(
                paths ->
                    paths.stream()
                        .<TokenSource>map(path -> new Pkcs11Module(path, memory))
                        .toList())
            .orElseGet(() -> List.of(new FoundModule(memory)));
  }

  /** The sources, with these card files first. */
  List<TokenSource> with(List<Path> cardFiles) {
    List<TokenSource> sources = new ArrayList<>();
    cardFiles.forEach(
        file -> sources.add(files.computeIfAbsent(file, it -> new Pkcs12Files(List.of(it)))));
    sources.addAll(modules);
    return sources;
  }
}
