package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.ModuleReport;

final class FoundModuleTest {
  @TempDir Path folder;

  @Test
  void aModuleThatCannotBeLoadedIsPassedOverForTheNext() throws Exception {
    SoftHsm.assumePresent();
    Path broken = Files.writeString(folder.resolve("libHicos_p11v1.so"), "half installed");
    try (FoundModule found =
        new FoundModule(
            () -> List.of(broken, SoftHsm.MODULE), new KnownCards(folder.resolve("cards")))) {
      found.start(() -> {});
      assertThat(found.modules().getFirst().path()).isEqualTo(SoftHsm.MODULE.toString());
    }
  }

  @Test
  void whereNoneIsInstalledItSaysWhatToDo() {
    try (FoundModule found = new FoundModule(List::of, new KnownCards(folder.resolve("cards")))) {
      found.start(() -> {});
      ModuleReport report = found.modules().getFirst();
      assertThat(report.state()).isEqualTo(ModuleReport.State.NONE);
      assertThat(report.problem()).contains("sealpost.card-agent.module");
      assertThat(found.tokens()).isEmpty();
    }
  }
}
