import type { Gap, Origin } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { absent, print, type Text } from "../../model/text.ts";
import type { Whereabouts } from "../git-repository.ts";
import type { LoaderSettings } from "../loader.ts";

/** An Application as its sources see it. */
export interface Application {
  readonly manifest: Manifest;
  readonly name: Text;
  /** `spec.destination.namespace`, or a hole: without one, objects go where Argo CD's own context points. */
  readonly namespace: Text;
  readonly origin: Origin;
  /** Tells the Application apart from every other one. */
  readonly key: string;
  readonly settings: LoaderSettings;
  /** Where its sources lie that others refer to, by their `ref`. */
  readonly refs: ReadonlyMap<string, Whereabouts>;
}

/** Whether a manifest stands for all that a generator may give: its ApplicationSet says what is not known. */
export function standsForAny({ madeBy }: Manifest): boolean {
  return madeBy?.what === "generator" && madeBy.guessed === true;
}

/** What a source that is not read may make: everything that a manifest can be, in the Application's namespace. */
export function applicationGap(
  application: Pick<Application, "key" | "name" | "namespace" | "origin" | "manifest">,
  what: string,
  message: string | undefined,
  at: Location,
): Gap {
  const { key, name, namespace, origin } = application;
  return {
    kind: "gap",
    id: `${what}|${key}`,
    what: `Application ${print(name)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace,
    account: absent(at),
    message: standsForAny(application.manifest) ? undefined : message,
    at,
    origin,
  };
}
