/** Certificates of issuers, fetched from where the certificates below them say. */
package org.sealpost.trust.issuers;
