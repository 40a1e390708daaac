package org.sealpost.server.smtp;

import java.io.IOException;
import org.sealpost.failure.Failure;

/** What a command does. Stateless: everything is in the session. */
@FunctionalInterface
interface Verb {
  /**
   * Runs the command.
   *
   * @throws Failure to be told to the client as the command's reply
   * @throws IOException if the client's connection is lost
   */
  Answer run(SmtpSession session, Command command) throws IOException, Failure;
}
