package org.sealpost.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Mail clients of others in which a person reads a mail and answers or forwards it. They send
 * through the proxy by way of msmtp.
 */
final class ReadingClients {
  /** What is done with the mail. */
  enum Shape {
    NEOMUTT_REPLY("neomutt", "<reply><send-message><exit>", false),
    NEOMUTT_FORWARD(
        "neomutt", "<forward-message>bob@example.test<enter><send-message><exit>", false),
    NEOMUTT_ATTACH(
        "neomutt",
        "<enter-command>set mime_forward=yes<enter>"
            + "<forward-message>bob@example.test<enter><send-message><exit>",
        true),
    NMH_REPLY("nmh", "repl -build -filter mhl.reply 1 +inbox", false),
    NMH_FORWARD("nmh", "forw -build -filter mhl.forward 1 +inbox", false),
    NMH_FORWARD_WITH_THE_HEADER_AS_IT_CAME("nmh", "forw -build 1 +inbox", false),
    NMH_ATTACH("nmh", "forw -build -mime 1 +inbox; mhbuild \"$D/draft\"", true),
    S_NAIL_REPLY("s-nail", "reply 1\n~.\nexit\n", false),
    S_NAIL_QUOTE("s-nail", "reply 1\nmy words\n~m 1\n~f 1\n~.\nexit\n", false),
    S_NAIL_FORWARD("s-nail", "forward 1 bob@example.test\nsee\n~.\nexit\n", false),
    S_NAIL_ATTACH(
        "s-nail", "set forward-as-attachment\nforward 1 bob@example.test\nsee\n~.\nexit\n", true);

    private final String program;
    private final String keys;
    private final boolean attaches;

    Shape(String program, String keys, boolean attaches) {
      this.program = program;
      this.keys = keys;
      this.attaches = attaches;
    }

    /** Whether the mail is attached as it came. */
    boolean attaches() {
      return attaches;
    }
  }

  private static final String MAIL =
      """
      X-Sealpost-Verdict: valid
      X-Sealpost-Signer: Ann <ann@example.test>
      Authentication-Results: sealpost.localhost; smime=pass
      From: Ann <ann@example.test>
      To: ming@example.test
      Message-ID: <one@example.test>
      Date: Mon, 23 Nov 2026 09:00:00 +0800
      Subject: =?UTF-8?B?W+advuafjyDinJTnsL3nq6Ag8J+Ukl0g?=
       =?UTF-8?B?5LiD5pyI5aCx5ZGK?=
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: base64

      bm90aGluZyBvZiBpdCBpcyBsb3N0Cg==
      """;

  private final Path home;

  ReadingClients(Path home, int port) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve("Mail/inbox"));
    Files.writeString(home.resolve("Mail/inbox/1"), MAIL);
    Files.writeString(
        home.resolve("mbox"), "From ann@example.test Mon Nov 23 09:00:00 2026\n" + MAIL + "\n");
    Files.writeString(
        home.resolve("msmtprc"),
        "account default\nhost 127.0.0.1\nport %d\nfrom ming@example.test\nauth off\ntls off\n"
            .formatted(port));
    script("sendmail", "exec msmtp -C '%s' bob@example.test\n".formatted(home.resolve("msmtprc")));
    Files.writeString(
        home.resolve("muttrc"),
        """
        set sendmail="%1$s/sendmail" from=ming@example.test editor="true"
        set abort_unmodified=no abort_nosubject=no abort_noattach=no
        set fast_reply=yes include=yes copy=no record="" quit=yes folder="%1$s"
        set charset=utf-8 send_charset="us-ascii:utf-8" wait_key=no mark_old=no
        set askcc=no recall=no move=no delete=no mime_forward=no sendmail_wait=0
        """
            .formatted(home));
    Files.writeString(
        home.resolve("nailrc"),
        """
        set mta=%s/sendmail from=ming@example.test ttycharset=utf-8 sendcharsets=utf-8
        set nosave noheader quote norecord sendwait v15-compat
        """
            .formatted(home));
    Files.writeString(home.resolve("profile"), "Path: %s/Mail\n".formatted(home));
    Files.writeString(
        home.resolve("mts.conf"), "mts: sendmail/pipe\nsendmail: %s/sendmail\n".formatted(home));
  }

  /** Reads, answers or forwards, and sends. */
  Programs.Run send(Shape shape) throws IOException, InterruptedException {
    Programs.need("msmtp");
    String work =
        switch (shape.program) {
          case "neomutt" -> neomutt(shape.keys);
          case "nmh" -> nmh(shape.keys);
          default -> nail(shape.keys);
        };
    String environment =
        """
        export HOME='%1$s' LC_ALL=C.UTF-8 TERM=xterm MAILRC='%1$s/nailrc' D='%1$s/Mail'
        export MH='%1$s/profile' MHMTSCONF='%1$s/mts.conf' PATH="/usr/bin/mh:/usr/lib/mh:$PATH"
        cd "$HOME"
        """
            .formatted(home);
    Path script = script("work", environment + work);
    return Programs.run(List.of("timeout", "60", script.toString()));
  }

  /** It wants a terminal. */
  private String neomutt(String keys) throws IOException {
    Programs.need("neomutt", "script");
    Path push = Files.writeString(home.resolve("keys"), "push \"" + keys + "\"\n");
    return "script -qec \"neomutt -n -F muttrc -f mbox -R -e 'source %s'\" /dev/null </dev/null\n"
        .formatted(push);
  }

  private static String nmh(String command) {
    Programs.needFile(Path.of("/usr/bin/mh/repl"), "nmh");
    return command
        + """
         </dev/null
        for draft in "$D/draft" "$D/reply"; do
          [ -e "$draft" ] || continue
          sed -i '1,/^---/{s/^From:.*/From: ming@example.test/;s/^To: *$/To: bob@example.test/
            /^Fcc:/d;/^cc: *$/d}' "$draft"
          send -noverbose "$draft" </dev/null
        done
        """;
  }

  private String nail(String commands) throws IOException {
    Programs.need("s-nail");
    Path input = Files.writeString(home.resolve("commands"), commands);
    return "s-nail -# -:u -R -f mbox <'%s'\n".formatted(input);
  }

  private Path script(String name, String text) throws IOException {
    Path file = Files.writeString(home.resolve(name), "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
