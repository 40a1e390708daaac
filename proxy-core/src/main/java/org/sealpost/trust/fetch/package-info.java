/** Fetching over HTTP what certificates point to, within limits. */
package org.sealpost.trust.fetch;
