import type { Loader } from "../loaders/loader.ts";

/** Every language and tool that is read. */
export const loaders: readonly Loader[] = [];
