package org.sealpost.inbound;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.testmail.Makes;

/** Ming, who receives, and those who make the mails that come. */
abstract class ReceivingFixture {
  /** The header of an everyday mail, less what its body needs. */
  static final String FROM_ANN =
      """
      Received: by the server
      From: Ann <ann@example.tw>
      To: ming@example.tw
      Message-ID: <1@example.tw>
      Subject: a meeting
      """;

  @TempDir Path folder;
  ReceiverFixture ming;
  Makes makes;

  @BeforeEach
  void begin() {
    ming = new ReceiverFixture(folder);
    makes = new Makes(folder);
  }

  @AfterEach
  void end() {
    ming.close();
  }
}
