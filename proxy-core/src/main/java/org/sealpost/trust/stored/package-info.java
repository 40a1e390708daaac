/** How certificates lie in the store, for all that keep some there. */
package org.sealpost.trust.stored;
