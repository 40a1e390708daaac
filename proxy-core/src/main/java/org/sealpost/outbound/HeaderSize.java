package org.sealpost.outbound;

import java.util.List;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/** What a header takes when it is written. Pure. */
final class HeaderSize {
  private HeaderSize() {}

  /** In bytes, with the line end that the last field may lack. */
  static long of(Header header) {
    List<HeaderField> fields = header.fields();
    long size = 0;
    for (HeaderField field : fields) {
      byte[] raw = field.raw();
      size += raw.length + (raw[raw.length - 1] == '\n' ? 0 : 2);
    }
    return size;
  }
}
