package org.sealpost.server.setup.find;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** A name server on loopback with the records that it is given. */
public final class DnsStandIn implements AutoCloseable {
  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Record[] records;
  private final int code;

  private DnsStandIn(int code, String... lines) throws IOException {
    this.code = code;
    this.records = new Record[lines.length];
    for (int i = 0; i < lines.length; i++) {
      String[] parts = lines[i].split(" ", 3);
      records[i] =
          Record.fromString(
              Name.fromString(parts[0]),
              org.xbill.DNS.Type.value(parts[1]),
              DClass.IN,
              60,
              parts[2],
              Name.root);
    }
    Thread.ofVirtual().start(this::serve);
  }

  /** Lines as in {@code example.tw. MX 10 mx.example.tw.} */
  static DnsStandIn with(String... lines) throws IOException {
    return new DnsStandIn(Rcode.NOERROR, lines);
  }

  /** Answers everything with this code alone. */
  public static DnsStandIn failing(int code) throws IOException {
    return new DnsStandIn(code);
  }

  /** Asked by this server alone. */
  public MailDns dns() throws IOException {
    SimpleResolver resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
    resolver.setPort(socket.getLocalPort());
    return new MailDns(resolver);
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(code);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (Record record : records) {
          if (record.getName().equals(query.getQuestion().getName())
              && record.getType() == query.getQuestion().getType()) {
            answer.addRecord(record, Section.ANSWER);
          }
        }
        byte[] wire = answer.toWire();
        socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
      } catch (IOException _) {
        // Closed, or nonsense: the one who asks hears nothing.
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
