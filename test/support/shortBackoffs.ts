/** For tests in real time: backoffs of next to no length, for chance draws them between nothing and a bound. */
export function shortenBackoffs(): void {
	const { random } = Math;
	jest.spyOn(Math, 'random').mockImplementation(() => random() / 1_000);
}
