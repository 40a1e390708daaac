/**
 * How two people who have never written to each other come to encrypt: one introduces oneself with
 * a signed mail that carries both certificates, the other's signed answer brings theirs.
 */
package org.sealpost.introduction;
