/** The user's own word on certificates, as the store keeps it: decisions, bindings and anchors. */
package org.sealpost.trust.decisions;
