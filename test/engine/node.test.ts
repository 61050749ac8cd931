import { Simulator } from '../simulator/simulator';
import { runNode, storedCredentials } from './engine';

test('smoke', async () => {
	const simulator = await Simulator.start({
		people: [
			{
				talentId: '7000000000000000001',
				mobile: { code: '86', number: '13800000001' },
				email: 'a@example.com',
			},
		],
	});
	const result = await runNode({
		items: [{ json: { mobile: '138 0000 0001' } }, { json: { mobile: '13800000002' } }],
		parameters: { mobileNumber: '={{ $json.mobile }}' },
		credentials: storedCredentials({ baseUrl: simulator.url }),
	});
	expect(result.error).toBeUndefined();
	expect(result.matched[0]?.json.talent_id).toBe('7000000000000000001');
	expect(result.unmatched).toEqual([{ json: { mobile: '13800000002' }, pairedItem: { item: 1 } }]);
	await simulator.stop();
});
