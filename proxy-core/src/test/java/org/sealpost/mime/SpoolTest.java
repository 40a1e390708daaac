package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolTest {
  private static final int LIMIT = 100_000;

  @TempDir Path folder;

  private Path files() {
    return folder.resolve("spool");
  }

  private Spool spool(int limit, byte[] bytes) throws IOException {
    Spool spool = new SpoolFactory(files(), limit).create();
    try (OutputStream out = spool.out()) {
      out.write(bytes);
    }
    return spool;
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0,1",
    "0,100000",
    "1,1",
    "1,2",
    "16384,16384",
    "16384,16385",
    "100000,0",
    "100000,99999",
    "100000,100000",
    "100000,100001",
    "100000,400000",
    "100000,65536"
  })
  void whatIsWrittenIsReadBack(int limit, int size) throws IOException {
    byte[] bytes = bytes(size);
    try (Spool spool = spool(limit, bytes)) {
      assertThat(spool.size()).isEqualTo(size);
      assertThat(spool.open().readAllBytes()).isEqualTo(bytes);
      assertThat(spool.open().readAllBytes()).as("again").isEqualTo(bytes);
    }
  }

  @Test
  void writesOfAnySizeAddUp() throws IOException {
    Random random = new Random(1);
    byte[] bytes = bytes(300_000);
    Spool spool = new SpoolFactory(files(), LIMIT).create();
    try (OutputStream out = spool.out()) {
      int done = 0;
      while (done < bytes.length) {
        int n = Math.min(bytes.length - done, random.nextInt(30_000));
        if (n == 1) {
          out.write(bytes[done]);
        } else {
          out.write(bytes, done, n);
        }
        done += n;
      }
    }
    try (spool) {
      assertThat(spool.open().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void anyRangeIsReadFromAnyPlaceInPiecesOfAnySize() throws IOException {
    Random random = new Random(2);
    byte[] bytes = bytes(300_000);
    try (Spool spool = spool(LIMIT, bytes)) {
      for (int i = 0; i < 300; i++) {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(bytes.length - from, 70_000));
        assertThat(readInPieces(spool.open(from, length), random))
            .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
      }
    }
  }

  private static byte[] readInPieces(InputStream in, Random random) throws IOException {
    byte[] read = new byte[70_000];
    int length = 0;
    while (true) {
      if (random.nextInt(10) == 0) {
        long skipped = in.skip(0);
        assertThat(skipped).isZero();
      }
      int wanted = 1 + random.nextInt(20_000);
      int n = in.read(read, length, Math.min(wanted, read.length - length));
      if (n < 0) {
        return Arrays.copyOf(read, length);
      }
      length += n;
    }
  }

  @Test
  void skippingArrivesAtTheRightByte() throws IOException {
    byte[] bytes = bytes(300_000);
    try (Spool spool = spool(LIMIT, bytes);
        InputStream in = spool.open(5, 299_990)) {
      int position = 5;
      Random random = new Random(3);
      while (position < 290_000) {
        int step = random.nextInt(9_000);
        in.skipNBytes(step);
        position += step;
        if (position < 299_995) {
          assertThat((byte) in.read()).isEqualTo(bytes[position++]);
        }
      }
    }
  }

  @Test
  void severalThreadsReadAtOnce() throws Exception {
    byte[] bytes = bytes(400_000);
    try (Spool spool = spool(LIMIT, bytes);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<byte[]>> readers =
          IntStream.range(0, 16)
              .<Callable<byte[]>>mapToObj(i -> () -> spool.open(i * 1000L, 300_000).readAllBytes())
              .toList();
      List<Future<byte[]>> read = threads.invokeAll(readers);
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i).get())
            .isEqualTo(Arrays.copyOfRange(bytes, i * 1000, i * 1000 + 300_000));
      }
    }
  }

  @Test
  void aSmallMailTouchesNoDisk() throws IOException {
    try (Spool spool = spool(LIMIT, bytes(LIMIT))) {
      assertThat(spool.size()).isEqualTo(LIMIT);
      assertThat(files()).doesNotExist();
    }
  }

  @Test
  void theFileHasNoNameAsSoonAsItIsOpen() throws IOException {
    Spool spool = new SpoolFactory(files(), 0).create();
    try (spool;
        OutputStream out = spool.out()) {
      out.write(bytes(100_000));
      assertThat(files()).isEmptyDirectory();
    }
    assertThat(files()).isEmptyDirectory();
  }

  @Test
  void theFolderIsOpenToItsOwnerOnly() throws IOException {
    try (Spool spool = spool(0, bytes(1))) {
      assertThat(spool.size()).isEqualTo(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void theDiskHoldsNoPlaintext() throws IOException {
    byte[] secret = "From: a secret that no disk may hold\r\n".repeat(5000).getBytes(ISO_8859_1);
    Path file = folder.resolve("raw");
    try (EncryptedFile encrypted = new EncryptedFile(open(file), folder)) {
      encrypted.append(secret, 0, secret.length);
      encrypted.finish();

      byte[] raw = Files.readAllBytes(file);
      assertThat(raw).hasSameSizeAs(secret);
      assertThat(new String(raw, ISO_8859_1)).doesNotContain("secret").doesNotContain("From");
    }
  }

  @Test
  void noTwoFilesShareAKey() throws IOException {
    byte[] zeros = new byte[64];
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    for (Path file : List.of(one, two)) {
      try (EncryptedFile encrypted = new EncryptedFile(open(file), folder)) {
        encrypted.append(zeros, 0, zeros.length);
        encrypted.finish();
      }
    }

    assertThat(Files.readAllBytes(one)).isNotEqualTo(Files.readAllBytes(two));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Test
  void aClosedSpoolGivesNothingAwayInMemoryOrFile() throws IOException {
    for (int limit : new int[] {0, 1_000_000}) {
      Spool spool = spool(limit, bytes(200_000));
      InputStream begun = spool.open();
      assertThat(begun.readNBytes(10)).hasSize(10);
      spool.close();
      spool.close();

      assertThatThrownBy(begun::read).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> spool.open().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> spool.open().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aSpoolClosedWhileItIsFilledTakesNoMore() throws IOException {
    Spool spool = new SpoolFactory(files(), LIMIT).create();
    OutputStream out = spool.out();
    out.write(bytes(200_000));
    spool.close();

    assertThatThrownBy(() -> out.write(bytes(200_000))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> spool.open().read()).isInstanceOf(IOException.class);
  }

  @Test
  void readingBeforeItIsFilledIsAMistakeInTheCode() {
    try (Spool spool = new SpoolFactory(files(), LIMIT).create()) {
      assertThatThrownBy(spool::open).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(spool::size).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSpoolIsFilledOnce() throws IOException {
    try (Spool spool = spool(LIMIT, bytes(1))) {
      assertThatThrownBy(spool::out).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aRangeBeyondTheEndIsAMistakeInTheCode() throws IOException {
    try (Spool spool = spool(LIMIT, bytes(10))) {
      assertThatThrownBy(() -> spool.open(5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aFullDiskIsSaidInWords() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "no /dev/full here");
    try (EncryptedFile file =
        new EncryptedFile(FileChannel.open(full, StandardOpenOption.WRITE), folder)) {
      assertThatThrownBy(() -> file.append(bytes(200_000), 0, 200_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("too large for memory")
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("Make room");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidInWords() throws IOException {
    Files.createFile(files());
    Spool spool = new SpoolFactory(files(), 0).create();
    try (spool) {
      OutputStream out = spool.out();
      assertThatThrownBy(() -> out.write(bytes(100_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(files().toString())
          .hasMessageContaining("sealpost.state-dir");
    }
  }

  @Test
  void noFileDescriptorIsLeftOpen() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "no /proc here");
    spool(0, bytes(100_000)).close();
    long before = spoolDescriptors(descriptors);
    for (int i = 0; i < 50; i++) {
      spool(0, bytes(100_000)).close();
    }

    assertThat(spoolDescriptors(descriptors)).isEqualTo(before);
  }

  private long spoolDescriptors(Path descriptors) throws IOException {
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(this::isOurs).count();
    }
  }

  private boolean isOurs(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(files());
    } catch (IOException e) {
      return false;
    }
  }
}
