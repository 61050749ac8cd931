/**
 * Node's environment for tests, in a process that ends at once. With n8n loaded, Node takes longer to
 * free the heap than the half second after which jest says that a test must have leaked.
 */
const { TestEnvironment } = require('jest-environment-node');

const isWorker = process.env.JEST_WORKER_ID !== undefined && process.send !== undefined;
if (isWorker) process.once('exit', () => process.kill(process.pid, 'SIGKILL'));

module.exports = TestEnvironment;
