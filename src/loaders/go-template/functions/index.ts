export { argocdFunctions, helmFunctions } from "./all.ts";
