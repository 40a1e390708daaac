package org.sealpost.server.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code sealpost} that another module brings along, found by {@link
 * java.util.ServiceLoader}. The class carries picocli's {@code @Command} with its name; {@link
 * #call} returns the exit status: 0 done, 1 failed, 2 wrong usage or configuration.
 */
public interface CommandExtension extends Callable<Integer> {}
