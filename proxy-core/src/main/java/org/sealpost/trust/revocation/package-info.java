/** What is known of a certificate's revocation, and from what; no matter by which way it came. */
package org.sealpost.trust.revocation;
