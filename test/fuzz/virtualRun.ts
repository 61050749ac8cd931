/** A run of the built node and its built credential in virtual time. */
import { inspect } from 'node:util';
import { NodeApiError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	NodeExecutionHint,
} from 'n8n-workflow';

import { defined } from '../support/defined';
import { builtNode, storedCredentials } from '../support/engine/engine';
import type { MemoryCredentials } from '../support/engine/credentials';
import type { Case } from '../support/oracle';
import type { BatchGetIdRequest } from '../support/simulator/store';
import { VirtualClock } from './clock';
import { runErrorOf } from './observation';
import type { Observation, Outcome } from './observation';
import type { Scenario } from './scenario';
import { VirtualFeishu, wait } from './virtualFeishu';

const NODE: INode = {
	id: '1',
	name: 'Node',
	type: 'batchGetTalentId',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The fields that the parameters read. */
const FIELDS: Record<string, string> = {
	mobileNumber: 'm',
	mobileCode: 'code',
	email: 'e',
	identificationNumber: 'i',
	identificationType: 'type',
};

const clock = new VirtualClock();
let runs = 0;

/** One app of the run, as n8n's helper reaches it. */
interface World {
	scenario: Scenario;
	feishu: VirtualFeishu;
	credentials: MemoryCredentials;
}

/** n8n's authenticated request: exchange, bearer, call; its errors keep the request. */
async function request(
	{ feishu, credentials }: World,
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	signal?: AbortSignal,
): Promise<object> {
	const { helper } = credentials;
	const helpers = { httpRequest: async () => await feishu.exchange() };
	try {
		await helper.preAuthentication({ helpers } as never, data, 'feishuHireApi', NODE, false);
		await helper.authenticate(data, 'feishuHireApi', options, undefined as never, NODE);
		const bearer = options.headers?.Authorization as string | undefined;
		const token = bearer?.replace('Bearer ', '');
		const body = options.body as BatchGetIdRequest;
		// The exchange knows nothing of the signal.
		const timeout = defined(options.timeout, 'timeout');
		const reply = await untilAborted(() => feishu.lookUp(body, token, timeout), signal);
		if (typeof reply === 'object') return reply;
		throw Object.assign(new Error(`${reply} of ${inspect(options)}`), {
			code: reply,
			config: options,
		});
	} catch (error) {
		throw new NodeApiError(NODE, error as never);
	}
}

async function execute(world: World, cases: Case[], signal?: AbortSignal): Promise<Outcome> {
	const { scenario, feishu, credentials } = world;
	const parameters: Record<string, unknown> = scenario.parameters;
	const hints: string[] = [];
	const context = {
		getInputData: () => cases.map(({ item }) => item),
		getNodeParameter: (name: string, item: number, fallback: unknown, options?: object) => {
			const field = FIELDS[name];
			if (field === undefined) return parameters[name] ?? fallback;
			return options ? `={{ $json.${field} }}` : defined(cases[item], 'row').item.json[field];
		},
		logger: { info: (message: string) => void hints.push(message) },
		getCredentials: async () => ({ ...credentials.data }),
		continueOnFail: () => scenario.onError !== 'stopWorkflow',
		getNode: () => NODE,
		addExecutionHints: (...given: NodeExecutionHint[]) =>
			hints.push(...given.map(({ message }) => message)),
		getExecutionCancelSignal: () => signal,
		helpers: {
			httpRequestWithAuthentication: async (
				_: string,
				options: IHttpRequestOptions,
				given: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
			) => {
				if (signal?.aborted) feishu.offences.push('a call after the execution was cancelled');
				return await request(world, given.credentialsDecrypted.data, options, signal);
			},
		},
	} as unknown as IExecuteFunctions;
	try {
		const [matched = [], unmatched = []] = await builtNode().execute.call(context);
		return { matched, unmatched, failed: [], hints, kept: JSON.stringify([matched, hints]) };
	} catch (thrown) {
		const error = runErrorOf(thrown as Error);
		return { matched: [], unmatched: [], failed: [], error, hints, kept: error.text };
	}
}

async function untilAborted<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work();
	return await new Promise((resolve, reject) => {
		const abort = () => reject(new Error('canceled'));
		if (signal.aborted) return abort();
		signal.addEventListener('abort', abort, { once: true });
		work().then(resolve, reject);
	});
}

/** The signal of the first execution, where it is to be cancelled. */
function cancelSignal({ cancelAfter }: Scenario): AbortSignal | undefined {
	if (cancelAfter === undefined) return undefined;
	const controller = new AbortController();
	void wait(cancelAfter).then(() => controller.abort());
	return controller.signal;
}

export async function runInVirtualTime(scenario: Scenario): Promise<Observation> {
	const feishu = new VirtualFeishu(scenario);
	const appSecret = `secret-of-${scenario.seed}`;
	// An app of its own for each run, so that none of the process's limiters and tokens is shared.
	const credentials = storedCredentials({
		appId: `cli_${++runs}`,
		appSecret,
		host: 'feishu',
		accessToken: '',
	});
	const world = { scenario, feishu, credentials };
	const outcomes = await clock.run(scenario.seed, async () => {
		const signal = cancelSignal(scenario);
		return await Promise.all(
			scenario.sheets.map(
				async (cases, place) => await execute(world, cases, place === 0 ? signal : undefined),
			),
		);
	});
	const { arrivals, tokens, offences } = feishu;
	return { outcomes, arrivals, secrets: [appSecret, ...tokens], offences };
}
