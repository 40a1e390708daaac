package org.sealpost.it;

/** LDAP, DNS and DNSSEC load much by name: here from the slim libraries of the package. */
@Packaged
class PackagedDirectoryTest extends DirectoryTest {}
