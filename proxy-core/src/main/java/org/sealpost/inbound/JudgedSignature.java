package org.sealpost.inbound;

import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Assessment;

/** A signature with its verdict, and what that rests on. */
public record JudgedSignature(SignatureCheck signature, Assessment assessment) {}
