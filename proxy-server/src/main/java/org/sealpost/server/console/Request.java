package org.sealpost.server.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealpost.mime.Content;

/**
 * What the browser asks for, after the gate has let it in.
 *
 * @param method GET or POST
 * @param path as in {@code /book/show}
 * @param query the parameters of the address
 * @param form the fields of a form; empty for GET
 * @param upload a file that was dropped or chosen, there until the request is answered; what it is
 *     called stands in the query as {@code name}, and is only what the browser says
 * @param language that the page is to be in
 * @param fragment whether a part of a page is asked for (by htmx) rather than a page
 */
record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> form,
    Optional<Content> upload,
    Locale language,
    boolean fragment) {
  /** The parameter's first value. */
  Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The field's first value. */
  Optional<String> field(String name) {
    return form.getOrDefault(name, List.of()).stream().findFirst();
  }
}
