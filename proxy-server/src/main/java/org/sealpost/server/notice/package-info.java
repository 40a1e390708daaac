/** What the desktop tells the user at once, by the Desktop Notifications Specification 1.2. */
package org.sealpost.server.notice;
