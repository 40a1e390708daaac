package org.sealpost.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Mail clients of others, pointed at a proxy. They know nothing of S/MIME.
 *
 * @param folder where they keep their configuration and mail
 * @param msmtpLogin how msmtp proves the password, in its own words
 */
record Clients(Path folder, String msmtpLogin) {
  Clients(Path folder) {
    this(folder, "cram-md5");
  }

  /** Programs that send a finished mail. */
  enum Sender {
    SWAKS,
    MSMTP,
    CURL
  }

  /** Programs that fetch a mailbox. */
  enum Fetcher {
    MPOP,
    FETCHMAIL,
    CURL
  }

  Programs.Run send(
      Sender sender, int port, String login, String from, List<String> recipients, Path mail)
      throws IOException, InterruptedException {
    return switch (sender) {
      case SWAKS -> swaks(port, login, from, recipients, mail);
      case MSMTP -> msmtp(port, login, from, recipients, mail);
      case CURL -> curl(port, login, from, recipients, mail);
    };
  }

  private static Programs.Run swaks(
      int port, String login, String from, List<String> recipients, Path mail)
      throws IOException, InterruptedException {
    Programs.need("swaks");
    // It adds a line end of its own to the data.
    String text = Files.readString(mail, StandardCharsets.ISO_8859_1);
    Path data =
        Files.writeString(
            Path.of(mail + ".swaks"), text.replaceFirst("\r\n$", ""), StandardCharsets.ISO_8859_1);
    return Programs.run(
        "swaks",
        "--server",
        "127.0.0.1:" + port,
        "--from",
        from,
        "--to",
        String.join(",", recipients),
        "--auth",
        "PLAIN",
        "--auth-user",
        login,
        "--auth-password",
        PostfixAndDovecot.PASSWORD,
        "-tls",
        "--data",
        "@" + data);
  }

  private Programs.Run msmtp(
      int port, String login, String from, List<String> recipients, Path mail)
      throws IOException, InterruptedException {
    Programs.need("msmtp");
    Path configuration =
        secret(
            "msmtprc",
            """
            account default
            host 127.0.0.1
            port %d
            from %s
            auth %s
            user %s
            password %s
            tls off
            """
                .formatted(port, from, msmtpLogin, login, PostfixAndDovecot.PASSWORD));
    return Programs.run(
        Stream.concat(Stream.of("msmtp", "-C", configuration.toString()), recipients.stream())
            .toList(),
        mail);
  }

  private static Programs.Run curl(
      int port, String login, String from, List<String> recipients, Path mail)
      throws IOException, InterruptedException {
    Programs.need("curl");
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "curl",
                "-s",
                "-S",
                "-v",
                "--url",
                "smtp://127.0.0.1:" + port,
                "--mail-from",
                from,
                "--user",
                login + ":" + PostfixAndDovecot.PASSWORD,
                "--login-options",
                "AUTH=LOGIN",
                "--upload-file",
                mail.toString()));
    recipients.forEach(recipient -> command.addAll(List.of("--mail-rcpt", recipient)));
    return Programs.run(command);
  }

  /** Fetches everything that is there and leaves it on the server. */
  List<byte[]> fetch(Fetcher fetcher, int port, String login)
      throws IOException, InterruptedException {
    Path target = Files.createTempDirectory(folder, "fetched");
    return switch (fetcher) {
      case MPOP -> mpop(port, login, target);
      case FETCHMAIL -> fetchmail(port, login, target);
      case CURL -> curl(port, login, target);
    };
  }

  private List<byte[]> mpop(int port, String login, Path target)
      throws IOException, InterruptedException {
    Programs.need("mpop");
    for (String name : List.of("cur", "new", "tmp")) {
      Files.createDirectories(target.resolve("maildir").resolve(name));
    }
    Path configuration =
        secret(
            "mpoprc",
            """
            account default
            host 127.0.0.1
            port %d
            auth user
            user %s
            password %s
            tls off
            keep on
            received_header off
            uidls_file %s
            delivery maildir %s
            """
                .formatted(
                    port,
                    login,
                    PostfixAndDovecot.PASSWORD,
                    target.resolve("uidls"),
                    target.resolve("maildir")));
    Programs.run("mpop", "-C", configuration.toString()).succeeds();
    return files(target.resolve("maildir/new"));
  }

  private List<byte[]> fetchmail(int port, String login, Path target)
      throws IOException, InterruptedException {
    Programs.need("fetchmail");
    Path script = target.resolve("deliver");
    Files.writeString(script, "#!/bin/sh\ncat > \"%s/mail.$(date +%%s%%N)\"\n".formatted(target));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Path configuration =
        secret(
            "fetchmailrc",
            """
            poll 127.0.0.1 service %d protocol pop3 auth password
              user "%s" password "%s" keep fetchall no rewrite sslproto '' mda "%s"
            """
                .formatted(port, login, PostfixAndDovecot.PASSWORD, script));
    Programs.run(
            "fetchmail",
            "-f",
            configuration.toString(),
            "--nosyslog",
            "--invisible",
            "--pidfile",
            target.resolve("pid").toString(),
            "-i",
            target.resolve("ids").toString())
        .succeeds();
    try (Stream<Path> list = Files.list(target)) {
      List<byte[]> mails = new java.util.ArrayList<>();
      for (Path file :
          list.filter(f -> f.getFileName().toString().startsWith("mail.")).sorted().toList()) {
        mails.add(Files.readAllBytes(file));
      }
      return mails;
    }
  }

  private static List<byte[]> curl(int port, String login, Path target)
      throws IOException, InterruptedException {
    Programs.need("curl");
    String user = login + ":" + PostfixAndDovecot.PASSWORD;
    String listing =
        Programs.run("curl", "-s", "-S", "--user", user, "pop3://127.0.0.1:" + port + "/")
            .succeeds()
            .output();
    List<byte[]> mails = new java.util.ArrayList<>();
    for (String line : listing.lines().filter(l -> !l.isBlank()).toList()) {
      String number = line.split(" ", -1)[0];
      Path file = target.resolve(number);
      Programs.run(
              "curl",
              "-s",
              "-S",
              "--user",
              user,
              "-o",
              file.toString(),
              "pop3://127.0.0.1:" + port + "/" + number)
          .succeeds();
      mails.add(Files.readAllBytes(file));
    }
    return mails;
  }

  private static List<byte[]> files(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      List<byte[]> contents = new java.util.ArrayList<>();
      for (Path file : list.sorted().toList()) {
        contents.add(Files.readAllBytes(file));
      }
      return contents;
    }
  }

  /** These programs refuse a file with a password in it that others may read. */
  private Path secret(String name, String text) throws IOException {
    Path file = Files.createTempFile(folder, name, "");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
