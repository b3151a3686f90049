import type { Gap } from "../model/entities.ts";

const WORDS: readonly (readonly [RegExp, Gap["may"][number]])[] = [
  [/\bServiceAccount\b/, "service-account"],
  [/\b(?:Cluster)?SecretStore\b/, "secret-store"],
  [/\b(?:Cluster)?(?:ExternalSecret|PushSecret)\b/, "external-secret"],
];

/** What a template may make, by the kinds that it names. */
export function mayMake(text: string): Gap["may"] {
  return WORDS.filter(([word]) => word.test(text)).map(([, what]) => what);
}
