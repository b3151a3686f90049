/**
 * Small files that together use every form of HCL's native syntax, by name. All of them are right; the mutants of
 * `mutants.ts` are made of them.
 */
export const CORPUS: Readonly<Record<string, string>> = {
  role: `# IRSA for the reader
locals {
  issuer = replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")
}

resource "aws_iam_role" "reader" {
  name = "\${var.env}-reader"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.this.arn }
      Condition = {
        StringEquals = {
          "\${local.issuer}:aud" = "sts.amazonaws.com"
          "\${local.issuer}:sub" = ["system:serviceaccount:apps:reader"]
        }
      }
    }]
  })
}
`,
  heredocs: `policy = <<EOT
{ "a": "\${b}", "c": "$\${d}", "e": "%%{f}" }
  100% of $5, "quoted" \\n
EOT
values = [
  <<-YAML
    serviceAccount:
      name: \${each.key}

      annotations:
    %{~for k, v in m~}
        \${k}: "\${v}"
    %{~ endfor ~}
  YAML
  , file("x"),
]
f = g(<<-A
  one
  A
  , <<B
two
B
)
after = 1
`,
  templates: `a = "plain"
b = "\${x}"
c = "\${"\${x}"}"
d = "pre-\${ x }-\${~ y ~}-post"
e = "%{ if x }yes%{ else }no%{ endif }"
f = "%{~ for k, v in m ~}\${k}=\${v},%{~ endfor ~}"
g = "tab\\t quote\\" slash\\\\ return\\r line\\n \\u00e4 \\U0001F600"
h = "$\${x} %%{x} $ % $$ %% 5$ 5%"
i = "\${a}\${b}\${ { a = 1 }["a"] }"
j = "%{ if a }%{ if b }1%{ endif }%{ else }%{ for x in y }2%{ endfor }%{ endif }"
k = ""
`,
  operators: `a = 1 + 2 * 3 - 4 / 5 % 6
b = !a && b || c == d != e
c = -a.b + -1
d = a < b == c > d && a <= b || a >= b
e = a ? b : c ? d : e
f = (a ? b : c) ? d : e ? f : g
g = (
  a
  + b
)
h = !(-a)
i = a.b == null ? [] : [a.b]
j = 1.5e3 + 1E-2 + 0.1 + 10e+2
k = a-b - c
`,
  traversals: `a = b.c.d
b = b.0.c
c = b[0].c["d"].e[f.g]
d = b.*.c
e = b.*.c.0.d
f = b[*].c[0].d
g = b[*][*].c
h = b[*].c.*.d
i = b.*.c[0]
j = f(x).y[0]
k = [1, 2][0]
l = { a = 1 }.a
m = "x"[0]
n = b[
  0
]
o = (a.b)[*].c
p = a . b
`,
  collections: `a = []
b = [1, 2, 3,]
c = [
  1, # one
  2,
  /* three */ 3
]
d = {}
e = { a = 1, b : 2, "c" = 3, (d) = 4, "\${e}-f" = 5, 6 = 7, }
f = {
  a = 1
  b = 2,

  # between
  c = {
    d = [ { e = 1 }, { f = 2 } ]
  }
}
g = [[], [[]], {}]
`,
  keys: `a = { true = 1, null = 2, for_each = 3 }
b = { a.b = 1, c[0] = 2, f(x) = 3, -1 = 4, (a ? b : c) = 5, a ? b : c = 6 }
`,
  loops: `a = [for x in y : x]
b = [for i, x in y : x if x != ""]
c = { for k, v in m : k => v }
d = { for k, v in m : v.name => k... if v.on }
e = {
  for k, v in m :
  k => merge(v, {
    a = k
  })
  if v != null
}
f = [
  for x in a ? b : c :
  x ? 1 : 2
]
g = flatten([for x in y : [for z in x : "\${x}-\${z}"]])
`,
  calls: `a = f()
b = f(1)
c = f(1, 2,)
d = f(a...)
e = f(
  1,
  2
)
f = f(g(h(1)), [for x in y : x]...)
g = f( # first
  1 // one
  , /* two */ 2
)
`,
  providers: `a = provider::aws::arn_parse(x)
b = [core::f(1, 2), provider :: aws :: g ()]
`,
  blocks: `a {
}
a {}
a { b = 1 }
b "b" {}
c "b" c "d-e" {
  f = 1
  g "h" {
    i = 2
    j { k = 3 }
  }

  l {}
}
dynamic "statement" {
  for_each = var.statements
  content { sid = statement.value }
}
d "x\\"y" {}
e /* c */ "b" /* d */ { e = 1 /* f */ }
a-b_c { d-e = 1 }
`,
  comments: `# hash
// slashes
/* block */
/* several
   lines */ a = 1
b = 2 # after
c = 3 // after
d = 4 /* after */
e = /* before */ 5
/**/
/***/ f = 6
g = [ # in
  1 # one
  # two
]
# end`,
  unicode: `größe = "Maß \u{1F600}"
名前 = größe
_a = _b
r = { é = 1 }
`,
  windows: "a = 1\r\nb {\r\n  c = <<EOT\r\n  d ${e}\r\nEOT\r\n  f = [\r\n    1, # x\r\n    2\r\n  ]\r\n}\r\n",
  mark: "\uFEFFa = 1\n",
  empty: "",
  blank: "\n\n  \t\n",
};

/** Templates made of constants, by name: what `~`, `<<-`, escapes and directives come to is Terraform's to say. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  escapes: `"\\t\\" $\${x} $$$\${y} %%{z} $$ %% \\u00e4 \\U0001F600"`,
  trimmed: `"a \${~ "b" ~} $ c %{~ if true } yes %{ endif ~} \\n z"`,
  emptied: `"\\n  \${~ "x" ~} \\t"`,
  heredoc: `<<E
 $\${x} $$$$\${y} %%{z} $$ %% \\n
E`,
  dollars: `<<-E
      x
        $
      %
    y \${"q"}
   
       z
    E`,
  condition: `<<-E
    %{ if true ~}
      in
    %{~ else ~}
    no
    %{ endif ~}
    end
    E`,
  otherwise: `<<-E
    a
  %{~ if false }
      b
    %{~ else }
    c %{ endif }
    d
    E`,
  loop: `<<-E
    %{ for x in ["1", "2"] ~}
      - \${x}
    %{ endfor ~}
    E`,
  tabs: `<<-E
    $$\${"a"} $
  \ttab
    E`,
  sequences: `<<-E
      \${"a"}
    \${"b"}
        c
    E`,
  flush: `<<-E
      a
\${"b"}
      E`,
  blank: `<<-E

      a

    E`,
  trimmed_line: `<<-E
      a \${~ "b" ~}
        c
      \${"d" ~}

      e
      E`,
  nested: `"\${"<\${<<E
in
E
}>"}"`,
};

/** Small files in Terraform's JSON form, of which its own blocks are enough to see what it refuses. */
export const JSON_CORPUS: Readonly<Record<string, string>> = {
  variables: `{
  "//": "comment",
  "variable": { "a": { "type": "string", "default": "x" }, "b": { "default": [1, 2.5e3, -1, null, true] } },
  "locals": { "x": "\${var.a}-y", "y": { "k \${1}": ["a", "%{ if true }b%{ endif }"] }, "z": "$\${no}" }
}
`,
  lists: `{"output":{"o":{"value":"\${local.l[0].a}","description":"d"}},"locals":[{"l":[{"a":"é\\n\\t\\"q\\""}]},{"m":"\${[for v in local.l : upper(v.a)]}"}]}
`,
  resources: `[
  { "locals": { "a": 1 } },
  { "resource": { "terraform_data": { "r": { "input": "\${local.a}", "triggers_replace": ["a", { "b": 1 }], "lifecycle": { "ignore_changes": ["input"] } } } } }
]
`,
  settings: `{"terraform": {"required_version": ">= 1.0"}, "moved": [{"from": "terraform_data.a", "to": "terraform_data.r"}],
 "resource": {"terraform_data": {"r": [{"count": 1, "provisioner": [{"local-exec": {"command": "echo \\u00e9 \\\\"}}]}]}}}
`,
};
