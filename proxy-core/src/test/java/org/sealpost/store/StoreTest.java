package org.sealpost.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("state/sealpost.db");
  }

  @Test
  void openingMakesNothingBeforeTheFirstUse() {
    try (Store store = Store.open(file)) {
      assertThat(file).doesNotExist();
      store.jdbi();
      assertThat(file).exists();
    }
  }

  @Test
  void onlyTheUserMayReadFolderFileAndWhatSqlitePutsBesideIt() throws Exception {
    try (Store store = Store.open(file)) {
      insert(store.jdbi(), 1);
      assertThat(mode(file.getParent())).isEqualTo("rwx------");
      try (var files = Files.list(file.getParent())) {
        List<Path> all = files.toList();
        assertThat(all).hasSizeGreaterThan(1).allMatch(each -> mode(each).equals("rw-------"));
      }
    }
  }

  @Test
  void aFileThatOthersMayReadIsClosedToThem() throws Exception {
    Files.createDirectories(file.getParent());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try (Store store = Store.open(file)) {
      store.jdbi();
      assertThat(mode(file)).isEqualTo("rw-------");
    }
  }

  @Test
  void aFolderThatOthersMayWriteIsRefusedWithTheCommandThatMendsIt() throws Exception {
    Files.createDirectories(file.getParent());
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxr-x"));
    try (Store store = Store.open(file)) {
      assertThatThrownBy(store::jdbi)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("chmod 700 " + file.getParent());
    }
  }

  @Test
  void aSchemaNewerThanKnownIsRefusedAndLeftAlone() throws Exception {
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("pragma user_version = 1000; create table later (x)");
    }
    Path copy = Files.copy(file, folder.resolve("copy"));
    try (Store store = Store.open(file)) {
      assertThatThrownBy(() -> count(store.jdbi()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("newer version")
          .hasMessageContaining(file.toString());
    }
    assertThat(file).hasSameBinaryContentAs(copy);
  }

  @Test
  void whatIsNoDatabaseIsRefusedWithItsName() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "this is no database, whatever its name may say. ".repeat(100));
    try (Store store = Store.open(file)) {
      assertThatThrownBy(() -> count(store.jdbi()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aPathThatIsAFolderIsRefusedWithItsName() throws Exception {
    Files.createDirectories(file);
    try (Store store = Store.open(file)) {
      assertThatThrownBy(() -> count(store.jdbi()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void readersAndAWriterDoNotWaitForEachOther() {
    try (Store store = Store.open(file)) {
      insert(store.jdbi(), 1);
      String mode =
          store
              .jdbi()
              .withHandle(
                  handle -> handle.createQuery("pragma journal_mode").mapTo(String.class).one());
      assertThat(mode).isEqualTo("wal");
    }
  }

  @Test
  void whatWasWrittenIsThereAfterOpeningAgain() {
    try (Store store = Store.open(file)) {
      insert(store.jdbi(), 7);
    }
    try (Store store = Store.open(file)) {
      assertThat(count(store.jdbi())).isEqualTo(1);
    }
  }

  @Test
  void anEntryNeedsItsCertificate() {
    try (Store store = Store.open(file)) {
      Jdbi jdbi = store.jdbi();
      assertThatThrownBy(
              () ->
                  jdbi.useHandle(
                      handle ->
                          handle.execute("insert into intermediate values (?)", fingerprint(99))))
          .hasMessageContaining("FOREIGN KEY");
    }
  }

  @Test
  void aFailedTransactionLeavesNothingBehindAndTheStoreUsable() {
    try (Store store = Store.open(file)) {
      assertThatThrownBy(
              () ->
                  store
                      .jdbi()
                      .useTransaction(
                          handle -> {
                            insert(handle, 1);
                            throw new IllegalStateException("on purpose");
                          }))
          .hasMessage("on purpose");
      assertThat(count(store.jdbi())).isZero();
    }
  }

  @Test
  void aCallWithinACallOfTheSameThreadDoesNotWaitForItself() {
    try (Store store = Store.open(file)) {
      int inner =
          store
              .jdbi()
              .inTransaction(
                  handle -> {
                    insert(handle, 1);
                    return count(store.jdbi());
                  });
      assertThat(inner).isEqualTo(1);
    }
  }

  @Test
  void manyVirtualThreadsTakeTurns() throws Exception {
    try (Store store = Store.open(file);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        writers.add(threads.submit(() -> insert(store.jdbi(), number)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(count(store.jdbi())).isEqualTo(200);
    }
  }

  @Test
  void twoProcessesMakeAndFillOneFileAtTheSameTime() throws Exception {
    Process other = writerProcess(1000, 100);
    try (Store store = Store.open(file)) {
      for (int i = 0; i < 100; i++) {
        insert(store.jdbi(), i);
      }
      String complaint = new String(other.getInputStream().readAllBytes(), UTF_8);
      assertThat(other.waitFor()).as(complaint).isZero();
      assertThat(count(store.jdbi())).isEqualTo(200);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void twoStoresThatStartTogetherBringTheSchemaUpToDateOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path fresh = folder.resolve("round-" + round + "/sealpost.db");
      try (Store one = Store.open(fresh);
          Store two = Store.open(fresh);
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        Future<?> first = threads.submit(() -> insert(one.jdbi(), 1));
        Future<?> second = threads.submit(() -> insert(two.jdbi(), 2));
        first.get();
        second.get();
        assertThat(count(one.jdbi())).isEqualTo(2);
      }
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    Store store = Store.open(file);
    insert(store.jdbi(), 1);
    store.close();
    assertThatThrownBy(() -> count(store.jdbi())).hasStackTraceContaining("closed");
  }

  /** A process that hangs, or means ill, must not keep mails from being opened. */
  @Test
  void anotherProcessThatHoldsTheFileDelaysNoReader() throws Exception {
    try (Store store = Store.open(file);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      insert(store.jdbi(), 1);
      Future<?> waiting;
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("begin immediate");
        CountDownLatch begins = new CountDownLatch(1);
        waiting =
            threads.submit(
                () ->
                    store
                        .jdbi()
                        .useHandle(
                            handle -> {
                              begins.countDown();
                              insert(handle, 2);
                            }));
        begins.await();
        assertThat(count(store.reading())).as("while a writer waits").isEqualTo(1);
        assertThat(waiting.isDone()).isFalse();
        statement.execute("rollback");
      }
      waiting.get();
      assertThat(count(store.reading())).as("what waited is written").isEqualTo(2);
    }
  }

  @Test
  void whoReadsCannotWrite() {
    try (Store store = Store.open(file)) {
      assertThat(count(store.reading())).isZero();
      assertThatThrownBy(() -> insert(store.reading(), 1))
          .hasStackTraceContaining("readonly database");
      insert(store.jdbi(), 1);
      assertThat(count(store.reading())).isEqualTo(1);
    }
  }

  private Process writerProcess(int from, int count) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString(),
            Integer.toString(from),
            Integer.toString(count))
        .redirectErrorStream(true)
        .start();
  }

  /** The other process. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      int from = Integer.parseInt(args[1]);
      int count = Integer.parseInt(args[2]);
      try (Store store = Store.open(Path.of(args[0]))) {
        for (int i = from; i < from + count; i++) {
          insert(store.jdbi(), i);
        }
      }
    }
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void insert(Jdbi jdbi, int number) {
    jdbi.useTransaction(handle -> insert(handle, number));
  }

  private static void insert(Handle handle, int number) {
    handle.execute("insert into certificate values (?, ?)", fingerprint(number), new byte[] {1});
  }

  private static byte[] fingerprint(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) (number >> 8);
    bytes[1] = (byte) number;
    return bytes;
  }

  private static int count(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle.createQuery("select count(*) from certificate").mapTo(Integer.class).one());
  }
}
