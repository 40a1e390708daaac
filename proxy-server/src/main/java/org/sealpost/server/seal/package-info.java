/** The seal word of this installation: made, kept and found again. */
package org.sealpost.server.seal;
