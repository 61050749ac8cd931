/** What jest runs before the end-to-end tests. */
export { installN8n as default } from './n8n';
