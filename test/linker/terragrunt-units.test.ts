import { describe, expect, it } from "vitest";
import { modelOf } from "../support/rule-tester.ts";

const role = 'variable "name" {}\nresource "aws_iam_role" "this" {\n  name = var.name\n}\n';
const account = `variable "arn" {}
resource "kubernetes_service_account" "this" {
  metadata {
    name      = "eso"
    namespace = "eso"
    annotations = {
      "eks.amazonaws.com/role-arn" = var.arn
    }
  }
}
`;
const unit = (module: string, input: string): string =>
  `terraform {\n  source = "\${get_repo_root()}//modules/${module}"\n}\ninputs = {\n  ${input}\n}\n`;
const named = unit("role", 'name = "eso"');
const annotated = unit("account", 'arn = "arn:aws:iam::${get_env("ACCOUNT")}:role/eso"');
const modules = { "modules/role/main.tf": role, "modules/account/main.tf": account };

function linkedTo(files: Readonly<Record<string, string>>): readonly (string | null | undefined)[] {
  return modelOf({ files }).links.map((link) => link.role?.origin.environment);
}

describe("an account that one unit makes", () => {
  it("is linked to the role of a unit beside it, not to one of its own name elsewhere", () => {
    const files = {
      ...modules,
      "live/dev/iam/terragrunt.hcl": named,
      "live/dev/addons/terragrunt.hcl": named,
      "live/prod/iam/terragrunt.hcl": named,
      "live/prod/addons/terragrunt.hcl": annotated,
    };
    expect(linkedTo(files)).toEqual(["live/prod/iam"]);
  });

  it("is linked to the only role there is, wherever its unit lies", () => {
    const files = {
      ...modules,
      "live/shared/addons/terragrunt.hcl": named,
      "live/prod/addons/terragrunt.hcl": annotated,
    };
    expect(linkedTo(files)).toEqual(["live/shared/addons"]);
  });
});

describe("an account of an environment with a name", () => {
  it("is linked to the role of the unit in a directory of that name", () => {
    const root = `${account}variable "env" {\n  default = ""\n}\n`;
    const files = {
      "modules/role/main.tf": role,
      "live/dev/iam/terragrunt.hcl": named,
      "live/prod/iam/terragrunt.hcl": named,
      "plain/main.tf": root,
      "plain/prod.tfvars": 'arn = "arn:aws:iam::111122223333:role/eso"\n',
    };
    expect(linkedTo(files)).toEqual(["live/prod/iam"]);
  });
});

describe("an association", () => {
  const associated = `resource "kubernetes_service_account" "this" {
  metadata {
    name      = "eso"
    namespace = "eso"
  }
}
resource "aws_iam_role" "this" {
  name = var.name
}
resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = "c"
  namespace       = "eso"
  service_account = "eso"
  role_arn        = aws_iam_role.this.arn
}
variable "name" {}
`;
  const own = (name: string): string => unit("both", `name = "${name}"`);

  it("of a unit is for the account of the same environment alone", () => {
    const files = {
      "modules/both/main.tf": associated,
      "live/dev/eso/terragrunt.hcl": own("dev"),
      "live/prod/eso/terragrunt.hcl": own("prod"),
    };
    expect(linkedTo(files)).toEqual(["live/dev/eso", "live/prod/eso"]);
  });

  it("of another unit of the environment is for it, too", () => {
    const [account, rest] = associated.split(/(?=resource "aws_iam_role")/);
    const files = {
      "modules/account/main.tf": account ?? "",
      "modules/both/main.tf": rest ?? "",
      "live/dev/eso/terragrunt.hcl": unit("account", ""),
      "live/dev/identity/terragrunt.hcl": own("dev"),
      "live/prod/eso/terragrunt.hcl": unit("account", ""),
      "live/prod/identity/terragrunt.hcl": own("prod"),
    };
    expect(linkedTo(files)).toEqual(["live/dev/identity", "live/prod/identity"]);
  });
});
