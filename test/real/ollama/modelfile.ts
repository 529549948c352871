/** How the small model is spoken to: the words of its own training, and tools as its larger sisters take them. */
export const modelfile = (gguf: string, hasTools: boolean): string => `FROM ${gguf}
TEMPLATE """{{- if or .System ${hasTools ? ".Tools" : "false"} }}<|im_start|>system
{{ .System }}${hasTools ? TOOLS : ""}<|im_end|>
{{ end }}
{{- range $i, $_ := .Messages }}
{{- $last := eq (len (slice $.Messages $i)) 1 -}}
{{- if eq .Role "user" }}<|im_start|>user
{{ .Content }}<|im_end|>
{{ else if eq .Role "assistant" }}<|im_start|>assistant
{{ .Content }}${hasTools ? CALLS : ""}{{ if not $last }}<|im_end|>
{{ end }}
{{- else if eq .Role "tool" }}<|im_start|>user
<tool_response>
{{ .Content }}
</tool_response><|im_end|>
{{ end }}
{{- if and (ne .Role "assistant") $last }}<|im_start|>assistant
{{ end }}
{{- end }}
"""
PARAMETER temperature 0
PARAMETER num_thread 1
`;

const TOOLS = `{{- if .Tools }}

You may call these functions:
<tools>
{{- range .Tools }}
{"type": "function", "function": {{ .Function }}}
{{- end }}
</tools>
To call one, answer with
<tool_call>
{"name": <name>, "arguments": <arguments>}
</tool_call>
{{- end }}`;
const CALLS = `{{ range .ToolCalls }}
<tool_call>
{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}
</tool_call>
{{- end }}`;
