package org.sealpost.trust;

import java.security.cert.X509Certificate;
import org.sealpost.trust.revocation.RevocationStatus;

/** Of which certificate of a path it is not known whether it was revoked, and why not. */
public record RevocationGap(X509Certificate certificate, RevocationStatus.Cause cause) {}
