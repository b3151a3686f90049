import type { Comment } from "../loaders/loader.ts";
import type { Fact } from "../model/entities.ts";
import { comparePlaces } from "../model/location.ts";
import type { Problem } from "../model/problem.ts";

const compareStrings = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Facts in the order of their places, each with an id of its own: a repeated id gets a number. */
export function orderFacts(facts: readonly Fact[]): readonly Fact[] {
  const sorted = [...facts].sort(
    (a, b) =>
      comparePlaces(a.at, b.at) ||
      compareStrings(a.kind, b.kind) ||
      compareStrings(a.id, b.id) ||
      compareStrings(a.origin.environment ?? "", b.origin.environment ?? ""),
  );
  const taken = new Set(sorted.map((fact) => fact.id));
  const seen = new Set<string>();
  return sorted.map((fact) => {
    if (!seen.has(fact.id)) {
      seen.add(fact.id);
      return fact;
    }
    let number = 2;
    while (taken.has(`${fact.id}#${number}`)) number++;
    const id = `${fact.id}#${number}`;
    taken.add(id);
    seen.add(id);
    return { ...fact, id };
  });
}

/** Problems in the order of their places, each said once. */
export function orderProblems(problems: readonly Problem[]): readonly Problem[] {
  const sorted = [...problems].sort(
    (a, b) =>
      comparePlaces(a.at, b.at) || compareStrings(a.code, b.code) || compareStrings(a.message, b.message),
  );
  return sorted.filter((problem, index) => {
    const before = sorted[index - 1];
    return (
      before === undefined ||
      before.message !== problem.message ||
      before.code !== problem.code ||
      comparePlaces(before.at, problem.at) !== 0
    );
  });
}

/** Comments in the order of their places, each once however many have parsed its file. */
export function orderComments(comments: readonly Comment[]): readonly Comment[] {
  const sorted = [...comments].sort(
    (a, b) => compareStrings(a.file.path, b.file.path) || a.start - b.start || a.end - b.end,
  );
  return sorted.filter((comment, index) => {
    const before = sorted[index - 1];
    return (
      before?.file.path !== comment.file.path || before.start !== comment.start || before.end !== comment.end
    );
  });
}
