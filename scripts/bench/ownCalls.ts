/** What `ownNode.ts` puts in the place of the node's limiter and transport. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

const limiter = {
	schedule: async (call: () => Promise<unknown>) => await call(),
	rejectedForMs: 0,
	release: () => undefined,
};

export const acquireLimiter = () => limiter;

/** Its calls go to the `send` of the fake context. */
export const createTransport = (context: IExecuteFunctions) => async (body: IDataObject) =>
	(await context.helpers.httpRequestWithAuthentication.call(
		context,
		'feishuHireApi',
		{ url: '', body },
		{ credentialsDecrypted: { id: '', name: '', type: '', data: {} } },
	)) as unknown;
