{{- define "exporter.name" -}}
{{- if contains "metrics-server-prom" .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-metrics-server-prom" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "exporter.selector" -}}
app.kubernetes.io/name: metrics-server-prom
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "exporter.labels" -}}
{{ include "exporter.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "exporter.metadata" -}}
name: {{ include "exporter.name" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "exporter.labels" . | nindent 2 }}
{{- end -}}

{{- /* Of a role: the chart's root, and the namespace or nothing. */ -}}
{{- define "exporter.roleMetadata" -}}
name: {{ include "exporter.name" (first .) }}
{{- with last . }}
namespace: {{ . }}
{{- end }}
labels:
  {{- include "exporter.labels" (first .) | nindent 2 }}
{{- end -}}

{{- define "exporter.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "exporter.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- /* The shipped routes and those of the values, by file name, as YAML. */ -}}
{{- define "exporter.routes" -}}
{{- $routes := dict -}}
{{- range $path, $text := .Files.Glob "files/routes/*.camel.yaml" -}}
{{- $text = toString $text -}}
{{- $_ := set $routes (base $path) $text -}}
{{- end -}}
{{- range $name, $text := .Values.routes -}}
{{- if $text -}}
{{- $_ := set $routes $name $text -}}
{{- else -}}
{{- $_ := unset $routes $name -}}
{{- end -}}
{{- end -}}
{{- toYaml $routes -}}
{{- end -}}

{{- /* The namespaces that are read, separated by commas; empty for all. */ -}}
{{- define "exporter.namespaces" -}}
{{- get .Values.properties "exporter.namespaces" | default (.Values.rbac.namespaced | ternary .Release.Namespace "") | nospace -}}
{{- end -}}

{{- define "exporter.roleRules" -}}
- apiGroups: [metrics.k8s.io]
  resources: {{ empty (include "exporter.namespaces" .) | ternary "[nodes, pods]" "[pods]" }}
  verbs: [list]
{{- if ne (get .Values.properties "exporter.pods" | toString) "off" }}
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
{{- end }}
{{- if and (not (include "exporter.namespaces" .)) (eq (get .Values.properties "exporter.nodes" | toString) "list") }}
- apiGroups: [""]
  resources: [nodes]
  verbs: [list]
{{- end }}
{{- end -}}
