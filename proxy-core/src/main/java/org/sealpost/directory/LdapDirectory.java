package org.sealpost.directory;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.password.PasswordFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that is asked by LDAP (RFC 4511), with a connection for each question. The server's
 * certificate must name the host that was configured. Referrals are not followed: the server that
 * they name would learn whom the user writes to. What a server may send and how long it may take is
 * limited, so that a hostile one can withhold an answer and no more. Thread-safe.
 */
public final class LdapDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(LdapDirectory.class);
  private static final Words WORDS = Words.beside(LdapDirectory.class);

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofSeconds(20);
  private static final int MOST_ENTRIES = 10;
  private static final int LARGEST_MESSAGE = 512 << 10;

  /** LDAP has no times to live; directories change within days. */
  private static final Duration FOUND = Duration.ofDays(1);

  /** Whoever was just told to have the certificate published does not want to wait for long. */
  private static final Duration NOT_FOUND = Duration.ofMinutes(10);

  private final LdapSettings settings;
  private final SSLContext tls;
  private final Duration whole;

  /**
   * A directory, which is not asked yet.
   *
   * @param tls whom to trust as a server
   */
  public LdapDirectory(LdapSettings settings, SSLContext tls) {
    this(settings, tls, WHOLE);
  }

  LdapDirectory(LdapSettings settings, SSLContext tls, Duration whole) {
    this.settings = settings;
    this.tls = tls;
    this.whole = whole;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String identity() {
    return settings.identity();
  }

  @Override
  public Domains domains() {
    return settings.domains();
  }

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Talk {
    Answer over(LDAPConnection connection) throws LDAPException, IOException;
  }

  @Override
  public Answer ask(Question question) {
    return talk(connection -> ask(connection, question));
  }

  @Override
  public Optional<Answer.Failed> reach() {
    try {
      InetAddress.getAllByName(settings.host());
    } catch (UnknownHostException e) {
      return Optional.of(failed(WORDS.phrase("ldap.no-host", settings.host()), e));
    }
    Answer answer =
        talk(
            connection -> {
              connect(connection);
              return new Answer.Told(List.of(), Duration.ZERO);
            });
    return answer instanceof Answer.Failed failed ? Optional.of(failed) : Optional.empty();
  }

  private Answer talk(Talk talk) {
    try (LDAPConnection connection = connection()) {
      AtomicBoolean late = new AtomicBoolean();
      Thread watch = watch(connection, late);
      try {
        return talk.over(connection);
      } catch (LDAPException e) {
        return failed(late.get() ? WORDS.phrase("ldap.slow") : reason(e), e);
      } catch (IOException e) {
        return failed(Phrase.verbatim(e.getMessage()), e);
      } finally {
        watch.interrupt();
      }
    }
  }

  private void connect(LDAPConnection connection) throws LDAPException, IOException {
    connection.connect(settings.host(), settings.port(), Math.toIntExact(ANSWER.toMillis()));
    if (settings.tls() == LdapSettings.Tls.STARTTLS) {
      ResultCode started =
          connection
              .processExtendedOperation(
                  new StartTLSExtendedRequest(new NamedTls(tls, settings.host())))
              .getResultCode();
      if (!started.equals(ResultCode.SUCCESS)) {
        throw new TellingIoException(WORDS.phrase("ldap.no-starttls"));
      }
    }
  }

  private Answer ask(LDAPConnection connection, Question question)
      throws LDAPException, IOException {
    connect(connection);
    if (settings.login().isPresent()) {
      LdapSettings.Login login = settings.login().get();
      connection.bind(new SimpleBindRequest(login.dn(), PasswordFile.read(login.passwordFile())));
    }
    LdapEntries entries = new LdapEntries(MOST_ENTRIES, connection::closeWithoutUnbind);
    try {
      connection.search(
          new SearchRequest(
              entries,
              settings.base(),
              SearchScope.SUB,
              DereferencePolicy.NEVER,
              MOST_ENTRIES,
              Math.toIntExact(ANSWER.toSeconds()),
              false,
              settings.filter(question.address()),
              LdapEntries.ATTRIBUTES));
    } catch (LDAPException e) {
      if (!e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && !entries.tooMany()) {
        throw e;
      }
    }
    boolean none = entries.certificates().isEmpty();
    return new Answer.Told(entries.certificates(), none ? NOT_FOUND : FOUND);
  }

  private LDAPConnection connection() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(true);
    options.setFollowReferrals(false);
    options.setConnectTimeoutMillis(Math.toIntExact(ANSWER.toMillis()));
    options.setResponseTimeoutMillis(ANSWER.toMillis());
    options.setMaxMessageSize(LARGEST_MESSAGE);
    SocketFactory sockets =
        switch (settings.tls()) {
          case IMPLICIT -> new NamedTls(tls, settings.host());
          case STARTTLS, NONE -> SocketFactory.getDefault();
        };
    return new LDAPConnection(sockets, options);
  }

  /** The time limits of the library begin anew with everything that comes. */
  private Thread watch(LDAPConnection connection, AtomicBoolean late) {
    return Thread.startVirtualThread(
        () -> {
          try {
            Thread.sleep(whole);
            late.set(true);
            connection.closeWithoutUnbind();
          } catch (InterruptedException e) {
            // The answer is there.
          }
        });
  }

  private Answer.Failed failed(Phrase reason, Exception cause) {
    LOG.debug("directory {}", settings.name(), cause);
    return new Answer.Failed(reason);
  }

  private Phrase reason(LDAPException e) {
    if (isOfTls(e)) {
      return WORDS.phrase("ldap.tls", settings.host());
    }
    return switch (e.getResultCode().intValue()) {
      case ResultCode.CONNECT_ERROR_INT_VALUE,
          ResultCode.SERVER_DOWN_INT_VALUE,
          ResultCode.UNAVAILABLE_INT_VALUE,
          ResultCode.BUSY_INT_VALUE ->
          WORDS.phrase("ldap.unreachable", settings.host(), settings.port());
      case ResultCode.TIMEOUT_INT_VALUE, ResultCode.TIME_LIMIT_EXCEEDED_INT_VALUE ->
          WORDS.phrase("ldap.slow");
      case ResultCode.INVALID_CREDENTIALS_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE,
          ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE ->
          WORDS.phrase("ldap.login");
      case ResultCode.NO_SUCH_OBJECT_INT_VALUE -> WORDS.phrase("ldap.base", settings.base());
      case ResultCode.REFERRAL_INT_VALUE -> WORDS.phrase("ldap.referral");
      default -> WORDS.phrase("ldap.other", e.getResultCode().getName().toLowerCase(Locale.ROOT));
    };
  }

  private static boolean isOfTls(LDAPException e) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof SSLException || cause instanceof CertificateException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
