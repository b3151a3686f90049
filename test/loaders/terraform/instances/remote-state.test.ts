import { describe, expect, it } from "vitest";
import { equals } from "../../../../src/model/compare.ts";
import { print } from "../../../../src/model/text.ts";
import { factsOf, readTerraform, rolesOf } from "../../../support/terraform-repository.ts";

const s3 = (key = "network"): string =>
  `terraform {\n backend "s3" {\n bucket = "states"\n key = "${key}"\n }\n}\n`;
const output = 'output "name" { value = "from-network" }';
const reader = (arguments_: string, value = "data.terraform_remote_state.net.outputs.name"): string =>
  `data "terraform_remote_state" "net" {\n${arguments_}\n}\nresource "aws_iam_role" "x" { name = ${value} }`;
const readS3 = 'backend = "s3"\nconfig = { bucket = "states", key = "network", region = "eu-west-1" }';

/** The names of the reader's role, each with its environment when it has one. */
function nameIn(files: Readonly<Record<string, string>>): readonly string[] {
  return rolesOf(readTerraform(files))
    .filter(({ id }) => id.startsWith("terraform:app:"))
    .map(
      ({ name, origin }) => `${print(name)}${origin.environment === null ? "" : ` (${origin.environment})`}`,
    );
}

const HOLE = "${data.terraform_remote_state.net.outputs.name}";

describe("outputs in another root module's state are known", () => {
  it.each([
    ["in a bucket", s3(), readS3],
    ["in a bucket, of the default workspace by name", s3(), `${readS3}\nworkspace = "default"`],
    [
      "in a bucket of another cloud",
      'terraform {\n backend "gcs" {\n bucket = "states"\n prefix = "network"\n }\n}\n',
      'backend = "gcs"\nconfig = { bucket = "states", prefix = "network" }',
    ],
    ["in a file beside it", "", 'backend = "local"\nconfig = { path = "../network/terraform.tfstate" }'],
    [
      "in a file that it names",
      'terraform {\n backend "local" {\n path = "../states/net.tfstate"\n }\n}\n',
      'backend = "local"\nconfig = { path = "../states/net.tfstate" }',
    ],
    [
      "in a workspace of HCP Terraform",
      'terraform {\n cloud {\n organization = "example"\n workspaces {\n name = "network"\n }\n }\n}\n',
      'backend = "remote"\nconfig = { organization = "example", workspaces = { name = "network" } }',
    ],
  ])("%s", (_, backend, arguments_) => {
    const files = { "network/main.tf": backend + output, "app/main.tf": reader(arguments_) };
    expect(nameIn(files)).toEqual(["from-network"]);
  });

  it("through tfe_outputs", () => {
    const cloud =
      'terraform {\n cloud {\n organization = "example"\n workspaces {\n name = "net"\n }\n }\n}\n';
    const app = `data "tfe_outputs" "net" {
        organization = "example"
        workspace    = "net"
      }
      resource "aws_iam_role" "x" { name = data.tfe_outputs.net.values.name }`;
    expect(nameIn({ "network/main.tf": cloud + output, "app/main.tf": app })).toEqual(["from-network"]);
  });

  it("of the variable set that has the reader's name", () => {
    const files = {
      "network/main.tf": `${s3()}variable "env" {}\noutput "name" { value = "\${var.env}-net" }`,
      "network/dev.tfvars": 'env = "d"',
      "network/prod.tfvars": 'env = "p"',
      "app/main.tf": reader(readS3),
      "app/dev.tfvars": "",
      "app/prod.tfvars": "",
    };
    expect(nameIn(files)).toEqual(["d-net (dev)", "p-net (prod)"]);
  });

  it("with a place that the reader's variables name", () => {
    const app = `variable "key" { default = "network" }\n${reader(readS3.replace('"network"', "var.key"))}`;
    expect(nameIn({ "network/main.tf": s3() + output, "app/main.tf": app })).toEqual(["from-network"]);
  });

  it("or have the reader's default, where they are missing", () => {
    const app = reader(`${readS3}\ndefaults = { name = "default" }`);
    expect(nameIn({ "network/main.tf": s3(), "app/main.tf": app })).toEqual(["default"]);
    expect(nameIn({ "network/main.tf": s3() + output, "app/main.tf": app })).toEqual(["from-network"]);
  });

  it("down to the identity of what nobody knows: a cluster's issuer is one in both", () => {
    const expanded = readTerraform({
      "cluster/main.tf": `${s3("cluster")}
        provider "aws" {
          region              = "eu-west-1"
          allowed_account_ids = ["111122223333"]
        }
        resource "aws_eks_cluster" "c" { name = "prod" }
        resource "aws_iam_openid_connect_provider" "o" {
          url            = aws_eks_cluster.c.identity[0].oidc[0].issuer
          client_id_list = ["sts.amazonaws.com"]
        }
        output "provider_arn" { value = aws_iam_openid_connect_provider.o.arn }`,
      "app/main.tf": reader(
        readS3.replace("network", "cluster"),
        "data.terraform_remote_state.net.outputs.provider_arn",
      ),
    });
    const [provider] = factsOf(expanded, "oidc-provider");
    const [role] = rolesOf(expanded);
    expect(provider && role && equals(provider.arn, role.name)).toBe("yes");
  });
});

describe("outputs in a state are a hole with their name", () => {
  const two = { "network/main.tf": s3() + output, "copy/main.tf": s3() + output };
  it.each([
    ["when nothing here writes it", {}, readS3],
    ["when two configurations say that they write it", two, readS3],
    ["when it is at another key", { "network/main.tf": s3("other") + output }, readS3],
    [
      "when it is of another workspace",
      { "network/main.tf": s3() + output },
      `${readS3}\nworkspace = "prod"`,
    ],
    [
      "when its workspace is not known",
      { "network/main.tf": s3() + output },
      `${readS3}\nworkspace = terraform.workspace`,
    ],
    [
      "when the key is not known",
      { "network/main.tf": s3() + output },
      readS3.replace('"network"', '"${timestamp()}"'),
    ],
    [
      "when the backend is given on the command line",
      { "network/main.tf": `terraform {\n backend "s3" {}\n}\n${output}` },
      readS3,
    ],
    [
      "when one of several variable sets has written it",
      { "network/main.tf": s3() + output, "network/dev.tfvars": "", "network/prod.tfvars": "" },
      readS3,
    ],
    ["when it does not have them", { "network/main.tf": `${s3()}output "other" { value = 1 }` }, readS3],
    ["when the backend is of a kind that is not read", {}, 'backend = "http"\nconfig = { address = "x" }'],
    [
      "when the file lies outside",
      {},
      'backend = "local"\nconfig = { path = "../../../network/terraform.tfstate" }',
    ],
  ])("%s", (_, files, arguments_) => {
    expect(nameIn({ ...files, "app/main.tf": reader(arguments_) })).toEqual([HOLE]);
  });

  it("when two root modules read each other's", () => {
    const other = `${s3()}data "terraform_remote_state" "app" {
        backend = "s3"
        config  = { bucket = "states", key = "app" }
      }
      output "name" { value = data.terraform_remote_state.app.outputs.name }`;
    const app = `${s3("app")}${reader(readS3)}\noutput "name" { value = data.terraform_remote_state.net.outputs.name }`;
    expect(nameIn({ "network/main.tf": other, "app/main.tf": app })).toEqual([
      "${data.terraform_remote_state.app.outputs.name}",
    ]);
  });
});
