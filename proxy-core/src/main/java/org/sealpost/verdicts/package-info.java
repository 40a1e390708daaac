/**
 * The history of verdicts: what was found when a mail was opened, kept so that it can be shown
 * later, completed when answers come that were not there in time, and as the witness of when a
 * signature was first met.
 */
package org.sealpost.verdicts;
