package org.sealpost.policy;

/**
 * A mail account as policy sees it.
 *
 * @param address the mail address
 * @param signWithoutAddress whether a signing certificate that carries no address at all may sign
 */
public record Account(
    String address, SignPolicy sign, EncryptPolicy encrypt, boolean signWithoutAddress) {}
