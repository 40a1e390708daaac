package org.sealpost.trust.fetch;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up for the client, which connects to the very addresses that it gets here: a name
 * that leads elsewhere when it is looked up again (DNS rebinding) gains nothing. Waits no longer
 * than the fetch that is under way may.
 */
final class CheckedResolver implements DnsResolver {
  /** Bound while a fetch connects. */
  static final ScopedValue<Deadline> DEADLINE = ScopedValue.newInstance();

  private final AddressPolicy policy;
  private final Lookup lookup;

  /** How the addresses of a name are found. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** The name leads to no address that may be connected to. */
  static final class NotPublicException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NotPublicException(String host) {
      super(host);
    }
  }

  CheckedResolver(AddressPolicy policy, Lookup lookup) {
    this.policy = policy;
    this.lookup = lookup;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = inTime(host);
    return switch (policy) {
      case TRUSTED_ISSUERS -> found;
      case STRANGERS -> {
        InetAddress[] allowed =
            Arrays.stream(found).filter(PublicAddresses::contains).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
          throw new NotPublicException(host);
        }
        yield allowed;
      }
    };
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** The system's lookup knows no time limit, and holds the thread that a virtual one runs on. */
  private InetAddress[] inTime(String host) throws UnknownHostException {
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> lookup.addresses(host));
    Thread.ofPlatform().daemon().name("name-lookup").start(task);
    try {
      return task.get(DEADLINE.get().left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unknown(host, e.getCause());
    } catch (TimeoutException e) {
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, new InterruptedIOException());
    }
  }

  private static UnknownHostException unknown(String host, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }
}
