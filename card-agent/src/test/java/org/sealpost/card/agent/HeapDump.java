package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealpost.card.token.Programs;

/** What lies in the memory of a Java process. */
final class HeapDump {
  private static final List<Charset> FORMS =
      List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

  private HeapDump() {}

  /** How often the text is found, in each form that Java's strings, characters and octets have. */
  static Map<String, Integer> search(Process process, Path folder, String text)
      throws IOException, InterruptedException {
    Path dump = folder.resolve("heap-" + process.pid() + ".hprof");
    String said =
        Programs.run(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(process.pid()),
            "GC.heap_dump",
            dump.toString());
    assertThat(dump).as(said).isNotEmptyFile();
    Map<String, Integer> found = new TreeMap<>();
    for (Charset form : FORMS) {
      int count = count(dump, text.getBytes(form));
      if (count > 0) {
        found.put(form.name(), count);
      }
    }
    Files.delete(dump);
    return found;
  }

  private static int count(Path file, byte[] wanted) throws IOException {
    int count = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer dump = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      for (int i = 0; i <= dump.limit() - wanted.length; i++) {
        if (dump.get(i) == wanted[0] && isAt(dump, i, wanted)) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean isAt(MappedByteBuffer dump, int position, byte[] wanted) {
    for (int i = 1; i < wanted.length; i++) {
      if (dump.get(position + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
