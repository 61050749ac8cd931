import fc from 'fast-check';

/** A counter-example kills the mutant; nobody reads the smallest one, and the unlikely ones take too long. */
fc.configureGlobal({ endOnFailure: true, numRuns: 20 });
