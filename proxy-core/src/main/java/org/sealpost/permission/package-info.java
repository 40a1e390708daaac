/**
 * The user's permissions to write to someone without encryption, where encryption is required: kept
 * in the store, so that what a command says counts for the proxy's next mail.
 */
package org.sealpost.permission;
