/** The sheet of the benchmark, as n8n passes it on. */
import type { INodeExecutionData } from 'n8n-workflow';

import type { Case } from '../../test/support/oracle';
import { PARAMETERS, numberOf } from '../../test/support/sheets';

const { mobileNumber, email, identificationNumber } = PARAMETERS;

/** How the node is told to read it. */
export const REFERENCES = { mobileNumber, email, identificationNumber };

export const toItems = (cases: Case[]): INodeExecutionData[] => cases.map(({ item }) => item);

/** Rows of which each has a number of its own. */
export const numberRows = (rows: number): INodeExecutionData[] =>
	Array.from({ length: rows }, (_, i) => ({ json: { m: numberOf(i) } }));

/** Parameters with which each row is a call. */
export const ONE_PER_CALL = { mobileNumber, options: { batchSize: 1 } };
