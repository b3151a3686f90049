/** A step of an address: a name, or an instance key. */
export type AddressStep = { readonly name: string } | { readonly key: string | number };

const STEP = /\.?([\p{L}_][\p{L}\p{N}_-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/uy;

/** The steps of an address or a reference (`module.a["k"].aws_iam_role.x[0].arn`); empty when it is neither. */
export function stepsOf(address: string): readonly AddressStep[] {
  const steps: AddressStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < address.length) {
    const [, name, index, key] = STEP.exec(address) ?? [];
    if (name !== undefined) steps.push({ name });
    else if (index !== undefined) steps.push({ key: Number(index) });
    else if (key !== undefined) steps.push({ key: key.replaceAll(/\\(.)/g, "$1") });
    else return [];
  }
  return steps;
}

/** A module call with its instance key, if it has one. */
export interface CallStep {
  readonly name: string;
  readonly key: string | number | undefined;
}

/** The calls that lead to a module, from its address; empty for the root module. */
export function callsOf(moduleAddress: string): readonly CallStep[] {
  const calls: CallStep[] = [];
  let afterModule = false;
  for (const step of stepsOf(moduleAddress)) {
    const last = calls.at(-1);
    if ("key" in step) {
      if (last !== undefined) calls[calls.length - 1] = { ...last, key: step.key };
    } else if (afterModule) {
      calls.push({ name: step.name, key: undefined });
      afterModule = false;
    } else {
      afterModule = step.name === "module";
    }
  }
  return calls;
}

/** An instance key as an address has it. */
export function keySuffix(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
}
