/** What is measured, and how the proxy is: for Prometheus and for who looks after the machine. */
package org.sealpost.server.metrics;
