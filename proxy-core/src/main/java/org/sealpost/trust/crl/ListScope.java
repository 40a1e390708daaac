package org.sealpost.trust.crl;

import java.util.List;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * Which certificates a list speaks about (issuingDistributionPoint, RFC 5280 §5.2.5).
 *
 * @param names of the distribution point that it is a partition for ({@link GeneralNameText}); none
 *     if it is no partition
 * @param partition whether it is for one distribution point only
 */
record ListScope(
    boolean partition,
    List<String> names,
    boolean onlyHolders,
    boolean onlyAuthorities,
    boolean onlyAttributes,
    boolean someReasons,
    boolean indirect) {
  /** All certificates of its issuer, for all reasons. */
  static final ListScope COMPLETE =
      new ListScope(false, List.of(), false, false, false, false, false);

  ListScope {
    names = List.copyOf(names);
  }

  static ListScope of(IssuingDistributionPoint point) {
    DistributionPointName name = point.getDistributionPoint();
    // A name relative to the issuer's matches none, as distribution points of that kind are not
    // followed.
    boolean full = name != null && name.getType() == DistributionPointName.FULL_NAME;
    return new ListScope(
        name != null,
        full ? GeneralNameText.all(GeneralNames.getInstance(name.getName())) : List.of(),
        point.onlyContainsUserCerts(),
        point.onlyContainsCACerts(),
        point.onlyContainsAttributeCerts(),
        point.getOnlySomeReasons() != null,
        point.isIndirectCRL());
  }
}
