/** What mail clients have to be told, as sheets for people and as files for the clients. */
package org.sealpost.server.setup.client;
