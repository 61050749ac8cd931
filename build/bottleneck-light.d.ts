/** The build of Bottleneck without Redis; its package types only the full one. */
declare module 'bottleneck/light' {
	export { default } from 'bottleneck';
}
