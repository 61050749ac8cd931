import type { BuildOptions } from 'esbuild';

/** Options of esbuild; what is bundled, and whereto, comes on top. */
export const bundleOptions: BuildOptions;
