/**
 * The signature report: all that was found of a mail's signatures and encryption, as a model
 * ({@link org.sealpost.report.SignatureReport}) and, apart from it, as a page ({@link
 * org.sealpost.report.ReportPage}).
 */
package org.sealpost.report;
