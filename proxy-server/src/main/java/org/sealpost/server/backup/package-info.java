/** Backups of the state: one file that can be restored on this machine or another. */
package org.sealpost.server.backup;
