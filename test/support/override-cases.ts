import { fileURLToPath } from "node:url";

/** Where Terraform's answers to the cases are recorded. */
export const overrideAnswers = fileURLToPath(new URL("../oracle/terraform-overrides.json", import.meta.url));

/** What Terraform makes of a module's files: the JSON of each expression, or that it refuses the module. */
export type OverrideAnswer = { readonly refused: true } | { readonly values: readonly string[] };

export interface OverrideRecording {
  readonly terraform: string;
  readonly answers: Readonly<Record<string, OverrideAnswer>>;
}

export interface OverrideCase {
  readonly files: Readonly<Record<string, string>>;
  readonly expressions: readonly string[];
}

const module = (value: string): string => `variable "x" {}
variable "y" { default = "y" }
output "out" { value = "${value} \${var.x} \${var.y}" }
`;

/** Modules with override files (Terraform, "Override Files"), and expressions over what they declare. */
export const OVERRIDE_CASES: Readonly<Record<string, OverrideCase>> = {
  "a variable's default": {
    files: {
      "main.tf": 'variable "a" { default = "base" }',
      "override.tf": 'variable "a" { default = "over" }',
    },
    expressions: ["var.a"],
  },
  "a variable's type, which converts the base's default": {
    files: { "main.tf": 'variable "a" { default = "5" }', "x_override.tf": 'variable "a" { type = number }' },
    expressions: ["var.a"],
  },
  "a variable's default, converted to the base's type": {
    files: {
      "main.tf": 'variable "a" {\n  type = list(string)\n  default = []\n}',
      "x_override.tf": 'variable "a" { default = [1, 2] }',
    },
    expressions: ["var.a"],
  },
  "a type that the base's default is not of": {
    files: { "main.tf": 'variable "a" { default = "x" }', "x_override.tf": 'variable "a" { type = number }' },
    expressions: ["1"],
  },
  "locals by name": {
    files: {
      "main.tf": "locals {\n  a = 1\n  b = { k = 1, l = 2 }\n}",
      "x_override.tf": "locals { b = { m = 3 } }",
    },
    expressions: ["local.a", "local.b"],
  },
  "files in the order of their names": {
    files: {
      "main.tf": "locals { a = 0 }",
      "a_override.tf": "locals { a = 1 }",
      "override.tf": "locals { a = 2 }",
      "b_override.tf.json": '{"locals": {"a": 3}}',
    },
    expressions: ["local.a"],
  },
  "an override in JSON": {
    files: { "main.tf": "locals { a = 0 }", "override.tf.json": '{"locals": {"a": "${1 + 1}"}}' },
    expressions: ["local.a"],
  },
  "a base in JSON": {
    files: { "main.tf.json": '{"locals": {"a": 0, "b": 1}}', "x_override.tf": "locals { a = 2 }" },
    expressions: ["local.a", "local.b"],
  },
  "a module's source and arguments": {
    files: {
      "main.tf": 'module "m" {\n  source = "./m"\n  x = "base"\n  y = "base"\n}',
      "m/main.tf": module("m"),
      "n/main.tf": module("n"),
      "x_override.tf": 'module "m" {\n  source = "./n"\n  x = "over"\n}',
    },
    expressions: ["module.m.out"],
  },
  "overrides inside a module": {
    files: {
      "main.tf": 'module "m" {\n  source = "./m"\n  x = "a"\n}',
      "m/main.tf": module("m"),
      "m/x_override.tf": 'variable "y" { default = "z" }',
    },
    expressions: ["module.m.out"],
  },
  "an output": {
    files: {
      "main.tf": 'module "m" {\n  source = "./m"\n  x = "a"\n}',
      "m/main.tf": module("m"),
      "m/x_override.tf": 'output "out" { value = "over" }',
    },
    expressions: ["module.m.out"],
  },
  "two overrides of one block": {
    files: {
      "main.tf": 'module "m" {\n  source = "./m"\n  x = "0"\n  y = "0"\n}',
      "m/main.tf": module("m"),
      "a_override.tf": 'module "m" { x = "1" }',
      "b_override.tf": 'module "m" { y = "2" }',
    },
    expressions: ["module.m.out"],
  },
  "a local value that there is none of": {
    files: { "main.tf": "locals { a = 0 }", "override.tf": "locals { b = 1 }" },
    expressions: ["1"],
  },
  "a variable that there is none of": {
    files: { "main.tf": "locals { a = 0 }", "override.tf": 'variable "b" {}' },
    expressions: ["1"],
  },
  "a resource that there is none of": {
    files: { "main.tf": "locals { a = 0 }", "override.tf": 'resource "terraform_data" "r" {}' },
    expressions: ["1"],
  },
  "a module that there is none of": {
    files: { "main.tf": "locals { a = 0 }", "m/main.tf": "", "override.tf": 'module "m" { source = "./m" }' },
    expressions: ["1"],
  },
  "an output that there is none of": {
    files: { "main.tf": "locals { a = 0 }", "override.tf": 'output "o" { value = 1 }' },
    expressions: ["1"],
  },
  "a name that only looks like an override's": {
    files: {
      "main.tf": "locals { a = 0 }",
      "override_x.tf": "locals { b = 1 }",
      "my-override.tf": "locals { c = 2 }",
    },
    expressions: ["local.a", "local.b", "local.c"],
  },
  "a name in two files": {
    files: { "main.tf": "locals { a = 0 }", "other.tf": "locals { a = 1 }" },
    expressions: ["1"],
  },
};
