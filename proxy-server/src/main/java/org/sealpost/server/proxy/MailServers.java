package org.sealpost.server.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.sealpost.inbound.Inbound;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMail;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.Settings;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.pop3.KeptBack;
import org.sealpost.server.pop3.Pop3Limits;
import org.sealpost.server.pop3.Pop3Server;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.server.smtp.SmtpLimits;
import org.sealpost.server.smtp.SmtpServer;

/** Starts the servers that mail clients connect to. */
record MailServers(
    Settings settings,
    Network network,
    MailAccounts accounts,
    SpoolFactory spools,
    TlsServer tls,
    MeterRegistry meters) {
  SmtpServer smtp(
      InetSocketAddress address,
      Outbound outbound,
      Journal journal,
      Consumer<SentMail> sentMails,
      UpstreamWatch upstreams)
      throws IOException {
    SmtpServer server =
        new SmtpServer(
            network,
            address,
            accounts,
            outbound,
            spools,
            tls,
            SmtpLimits.of(
                settings.listen().maxConnections(),
                settings.upstream().connectTimeout(),
                settings.upstream().readTimeout()),
            journal,
            sentMails,
            upstreams,
            meters,
            settings.language());
    server.start();
    return server;
  }

  Pop3Server pop3(
      InetSocketAddress address, Inbound inbound, KeptBack keptBack, UpstreamWatch upstreams)
      throws IOException {
    Pop3Server server =
        new Pop3Server(
            network,
            address,
            accounts,
            inbound,
            spools,
            tls,
            Pop3Limits.standard()
                .with(
                    settings.listen().maxConnections(),
                    settings.upstream().connectTimeout(),
                    settings.upstream().readTimeout()),
            keptBack,
            upstreams,
            meters,
            settings.language());
    server.start();
    return server;
  }
}
