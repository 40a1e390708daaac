package org.sealpost.server.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMail;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.Settings;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.pop3.KeptBack;
import org.sealpost.server.pop3.Pop3Server;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.server.smtp.SmtpServer;

/** Starts the servers that mail clients connect to. */
record MailServers(
    Settings settings,
    Network network,
    Generations<Generation> generations,
    SpoolFactory spools,
    TlsServer tls,
    MeterRegistry meters) {
  SmtpServer smtp(
      InetSocketAddress address,
      Journal journal,
      Consumer<SentMail> sentMails,
      UpstreamWatch upstreams)
      throws IOException {
    SmtpServer server =
        new SmtpServer(
            network,
            address,
            settings.listen().maxConnections(),
            () -> generations.lend(Generation::forSending),
            spools,
            tls,
            journal,
            sentMails,
            upstreams,
            meters);
    server.start();
    return server;
  }

  Pop3Server pop3(InetSocketAddress address, KeptBack keptBack, UpstreamWatch upstreams)
      throws IOException {
    Pop3Server server =
        new Pop3Server(
            network,
            address,
            Generation.fetchingLimits(settings),
            () -> generations.lend(Generation::forFetching),
            spools,
            tls,
            keptBack,
            upstreams,
            meters);
    server.start();
    return server;
  }
}
