/** The n8n versions that `npm run test:engines` tests with: the last of each line that people run. */
export const ENGINES = ['1.123.81', '2.20.12', '2.33.7'];
