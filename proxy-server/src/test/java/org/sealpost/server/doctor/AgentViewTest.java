package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Told;
import org.sealpost.server.doctor.CardService.Content;

/** What the agent and the smart card service tell together. */
class AgentViewTest {
  private static final CardService SERVICE =
      new CardService.Running(
          List.of(
              new CardService.Reader("Reader A 00 00", new Content.Card(new byte[] {0x3b})),
              new CardService.Reader("Reader B 01 00", new Content.Mute("SCARD_W_UNRESPONSIVE")),
              new CardService.Reader("Reader C 02 00", new Content.Nothing())));

  private static AgentView view(ModuleReport.State state, ModuleReport.Reader... readers) {
    ModuleReport module = new ModuleReport("/lib/m.so", state, "", Told.NOTHING, List.of(readers));
    return new AgentView(Optional.empty(), List.of(module), List.of(), List.of());
  }

  @Test
  void aCardThatOnlyTheServiceSeesIsClaimedByNoToken() {
    AgentView view =
        view(
            ModuleReport.State.WORKING,
            new ModuleReport.Reader("Reader A 00", true, "1111"),
            new ModuleReport.Reader("Reader B 01 00", true, ""));
    assertThat(view.unclaimed(SERVICE)).containsExactly("Reader B 01 00");
    assertThat(view(ModuleReport.State.FAILING).unclaimed(SERVICE))
        .containsExactly("Reader A 00 00", "Reader B 01 00");
  }

  @Test
  void cardsThatTokensClaimAndServicesThatTellNothingLeaveNoDoubt() {
    AgentView view =
        view(
            ModuleReport.State.WORKING,
            new ModuleReport.Reader("Reader A 00 00", true, "1111"),
            new ModuleReport.Reader("Reader B 01 00", true, "2222"));
    assertThat(view.unclaimed(SERVICE)).isEmpty();
    assertThat(view.unclaimed(new CardService.Silent())).isEmpty();
    assertThat(view(ModuleReport.State.NONE).unclaimed(SERVICE)).isEmpty();
  }
}
