import type { Location } from "../../../model/location.ts";

/** Why Argo CD makes no Applications of a generator, or none of an element: what it says, at the text that it is about. */
export class Refused extends Error {
  readonly at: Location;

  constructor(message: string, at: Location) {
    super(message);
    this.name = "Refused";
    this.at = at;
  }
}
