import { OBJECT_WORDS } from "../template-kinds.ts";

/** Words of which a file of manifests holds at least one if any loader has use for its objects. */
export const MARKERS: readonly string[] = [...OBJECT_WORDS, "AWS::IAM::Role"];
