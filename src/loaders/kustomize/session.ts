import type { Fact, Gap, Origin } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import type { Problem } from "../../model/problem.ts";
import { absent } from "../../model/text.ts";
import type { Comment, Questions } from "../loader.ts";

/** One build: what it asks, and what comes up on the way. */
export interface Session {
  readonly ask: Questions;
  /** The directory that is built. */
  readonly root: string;
  readonly origin: Origin;
  readonly facts: Fact[];
  readonly problems: Problem[];
  readonly comments: Comment[];
  /** The files that the build reads. */
  readonly claims: Set<string>;
  /** Set for a component on its own: what it changes is elsewhere, so nothing is missing. */
  readonly isPart: boolean;
}

/** Says why kustomize refuses to build the directory. */
export function refuse(session: Session, what: string, at: Location): void {
  const { problems, root } = session;
  const message = `kustomize cannot build "${root === "" ? "." : root}": ${what}`;
  problems.push({ code: "input/not-understood", message, at });
}

/** Says what of the build is not known. */
export function leaveOpen(session: Session, what: string, message: string | undefined, at: Location): void {
  const gap: Gap = {
    kind: "gap",
    id: `kustomization|${session.root}|${at.file.path}|${String(at.span.start)}`,
    what,
    may: ["service-account", "secret-store", "external-secret"],
    namespace: absent(at),
    account: absent(at),
    message,
    at,
    origin: session.origin,
  };
  session.facts.push(gap);
}
