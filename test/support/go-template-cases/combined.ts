/** Values of every kind, as operands. */
const OPERANDS: readonly string[] = [
  ".s",
  ".e",
  ".n",
  ".z",
  ".f",
  ".big",
  ".t",
  ".fa",
  ".nil",
  ".l",
  ".el",
  ".m",
  ".em",
  ".lm",
  ".m.c",
  ".missing",
  ".m.missing",
  ".missing.deeper",
  "7",
  "0",
  '"q"',
  "(print .s)",
];

/** What is done with them: X is the operand. */
const USES: readonly string[] = [
  "{{ X }}",
  "{{ if X }}T{{ else }}F{{ end }}",
  "{{ with X }}[{{ . }}]{{ else }}none{{ end }}",
  "{{ range X }}<{{ . }}>{{ else }}none{{ end }}",
  "{{ range $i, $e := X }}{{ $i }}={{ $e }};{{ else }}none{{ end }}",
  "{{ $v := X }}{{ $v }}",
  "{{ (X).y }}",
  "{{ $v := X }}{{ $v.y }}",
  "{{ with X }}{{ .y }}{{ end }}",
  '{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" X }}',
  '{{ define "t" }}[{{ .y }}]{{ end }}{{ template "t" X }}',
  '{{ X | printf "%v" }}',
  "{{ print X X }}",
  "{{ and X .s }}",
  "{{ or X .s }}",
  "{{ not X }}",
  "{{ X 1 }}",
  "{{ 1 | X }}",
];

export const combinedTemplates: readonly string[] = OPERANDS.flatMap((operand) =>
  USES.map((use) => use.replaceAll("X", operand)),
);
