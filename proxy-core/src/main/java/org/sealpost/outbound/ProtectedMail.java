package org.sealpost.outbound;

import java.io.IOException;
import java.io.OutputStream;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.Header;

/** A mail whose body is a protected entity: the header as it was around, then the entity. */
record ProtectedMail(Header around, EntityWriter entity) implements EntityWriter {
  @Override
  public void writeTo(OutputStream out) throws IOException, Failure {
    around.writeTo(out);
    entity.writeTo(out);
  }
}
