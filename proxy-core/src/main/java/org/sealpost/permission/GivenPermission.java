package org.sealpost.permission;

import java.util.Optional;
import org.sealpost.policy.Permission;

/**
 * A permission as it is kept.
 *
 * @param account the address of the account that it is for; empty if for all
 * @param recipient in the form in which addresses are compared
 */
public record GivenPermission(Optional<String> account, String recipient, Permission permission) {}
