/** Passwords that the user keeps in files. */
package org.sealpost.password;
