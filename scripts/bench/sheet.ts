/** What the node is given in the benchmark. */
import type { INodeExecutionData } from 'n8n-workflow';

import { PARAMETERS, numberOf } from '../../test/support/sheets';

const { mobileNumber, email, identificationNumber } = PARAMETERS;

/** The columns of a sheet of `makeSheet`, dragged in. */
export const REFERENCES = { mobileNumber, email, identificationNumber };

/** Parameters with which each row is a call. */
export const ONE_PER_CALL = { mobileNumber, options: { batchSize: 1 } };

/** Rows of which each has a number of its own. */
export const numberRows = (rows: number): INodeExecutionData[] =>
	Array.from({ length: rows }, (_, i) => ({ json: { m: numberOf(i) } }));
