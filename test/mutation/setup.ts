import fc from 'fast-check';

/** A counter-example kills the mutant; nobody reads the smallest one. */
fc.configureGlobal({ endOnFailure: true });
