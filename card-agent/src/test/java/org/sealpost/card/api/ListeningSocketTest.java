package org.sealpost.card.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningSocketTest {
  @Test
  void aFolderThatCannotBeMadeIsNamedWithItsSetting(@TempDir Path place) throws Exception {
    Path file = Files.writeString(place.resolve("file"), "");
    assertThatExceptionOfType(CannotListenException.class)
        .isThrownBy(() -> ListeningSocket.claim(file.resolve("run/agent.sock")).listen())
        .withMessageContaining(file.resolve("run") + " for the socket cannot be made")
        .withMessageContaining("sealpost.runtime-dir");
  }

  @TempDir Path folder;

  private Path socket() {
    return folder.resolve("deep/run/agent.sock");
  }

  private static void assertRefuses(boolean inUse, Path socket, String... words) {
    assertThatExceptionOfType(CannotListenException.class)
        .isThrownBy(() -> ListeningSocket.claim(socket).listen())
        .satisfies(e -> assertThat(e.isInUse()).isEqualTo(inUse))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private Path runFolder(String permissions) throws IOException {
    Path run = folder.resolve("deep/run");
    Files.createDirectories(run);
    return Files.setPosixFilePermissions(run, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void folderAndSocketAreForThisUserOnly() throws Exception {
    try (ListeningSocket listening = ListeningSocket.claim(socket()).listen()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-------");
      assertThat(listening.isOpen()).isTrue();
    }
    assertThat(socket()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwxrwxrwx", "rwx-----x", "rwx---r--"})
  void aFolderWithOtherPermissionsIsRefused(String permissions) throws Exception {
    Path run = runFolder(permissions);
    assertRefuses(false, socket(), run.toString(), permissions, "chmod 700");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
        .isEqualTo(permissions);
  }

  @Test
  void aFolderThatCannotBeKeptFromOthersIsRefusedAndNotMade() throws Exception {
    URI archive = URI.create("jar:" + folder.resolve("no-permissions.zip").toUri());
    try (FileSystem system = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path socket = system.getPath("/run/agent.sock");
      assertRefuses(false, socket, "/run", "without the permissions of POSIX", "WSL 2");
      assertThat(socket.getParent()).doesNotExist();
    }
  }

  @Test
  void aFolderOfAnotherUserIsRefused() throws Exception {
    assumeThat(LocalUser.current().getName())
        .as("only root can give a folder away")
        .isEqualTo("root");
    Path run = runFolder("rwx------");
    Files.setOwner(
        run, run.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertRefuses(false, socket(), run.toString(), "nobody");
  }

  @Test
  void aFolderThatIsALinkOrAFileIsRefused() throws Exception {
    Path real = runFolder("rwx------");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertRefuses(false, link.resolve("agent.sock"), "symbolic link");
    Path file = Files.createFile(folder.resolve("file"));
    assertRefuses(false, file.resolve("agent.sock"), file.toString());
  }

  @Test
  void aStaleSocketIsReplaced() throws Exception {
    Path run = runFolder("rwx------");
    ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    gone.bind(UnixDomainSocketAddress.of(run.resolve("agent.sock")));
    gone.close();
    assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    try (ListeningSocket listening = ListeningSocket.claim(socket()).listen();
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      assertThat(listening.isOpen()).isTrue();
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void aSecondAgentIsToldAndTheFirstKeepsItsSocket() throws Exception {
    try (ListeningSocket first = ListeningSocket.claim(socket()).listen()) {
      assertRefuses(true, socket(), "already running", socket().toString());
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
        assertThat(client.isConnected()).isTrue();
      }
      assertThat(first.isOpen()).isTrue();
    }
  }

  @Test
  void aLiveSocketOfAnotherProgramIsNeverRemoved() throws Exception {
    Path run = runFolder("rwx------");
    try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      live.bind(UnixDomainSocketAddress.of(run.resolve("agent.sock")));
      assertRefuses(true, socket(), "already running");
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  @Test
  void whatIsNoSocketIsNeverRemoved() throws Exception {
    Path run = runFolder("rwx------");
    Path precious = Files.writeString(run.resolve("agent.sock"), "precious");
    assertRefuses(false, socket(), "not a socket");
    assertThat(precious).hasContent("precious");
  }

  @Test
  void aSymlinkedSocketIsNotFollowed() throws Exception {
    Path run = runFolder("rwx------");
    Path target = folder.resolve("target.sock");
    ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    gone.bind(UnixDomainSocketAddress.of(target));
    gone.close();
    Files.createSymbolicLink(run.resolve("agent.sock"), target);
    assertRefuses(false, socket(), "not a socket");
    assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aSymlinkedLockIsNotFollowed() throws Exception {
    Path run = runFolder("rwx------");
    Path target = Files.writeString(folder.resolve("target"), "precious");
    Files.createSymbolicLink(run.resolve("agent.sock.lock"), target);
    assertRefuses(false, socket(), "can listen");
    assertThat(target).hasContent("precious");
  }

  @Test
  void stoppingRemovesOnlyItsOwnSocket() throws Exception {
    ListeningSocket first = ListeningSocket.claim(socket()).listen();
    Files.delete(socket());
    try (ServerSocketChannel successor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      successor.bind(UnixDomainSocketAddress.of(socket()));
      first.close();
      assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
  }

  @Test
  void aPathTooLongForASocketIsSaid() {
    Path longPath = folder.resolve("x".repeat(120)).resolve("agent.sock");
    assertRefuses(false, longPath, "can listen");
  }
}
