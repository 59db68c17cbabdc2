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

{{- /* Whether there is a web configuration file: a text that is empty for no. */ -}}
{{- define "exporter.hasWebConfig" -}}
{{- if or .Values.web.configSecret .Values.web.tlsSecret .Values.web.config -}}
true
{{- end -}}
{{- end -}}

{{- /* Whether the handshake needs a certificate of the client: a text that is empty for no. */ -}}
{{- define "exporter.needsClientCertificates" -}}
{{- $default := .Values.web.clientCertificates | ternary "RequireAndVerifyClientCert" "" -}}
{{- $type := dig "tls_server_config" "client_auth_type" $default .Values.web.config -}}
{{- if and .Values.web.tlsSecret (hasPrefix "Require" $type) -}}
true
{{- end -}}
{{- end -}}

{{- /* The web configuration file that is made of the values. */ -}}
{{- define "exporter.webConfig" -}}
{{- $tls := dict -}}
{{- if .Values.web.tlsSecret -}}
{{- $tls = dict "cert_file" "/app/tls/tls.crt" "key_file" "/app/tls/tls.key" -}}
{{- if .Values.web.clientCertificates -}}
{{- $tls = merge (dict "client_auth_type" "RequireAndVerifyClientCert" "client_ca_file" "/app/tls/ca.crt") $tls -}}
{{- end -}}
{{- $tls = dict "tls_server_config" $tls -}}
{{- end -}}
{{- toYaml (mergeOverwrite (dict) $tls .Values.web.config) -}}
{{- end -}}

{{- /* What a probe of a path does: the chart's root, and the path. */ -}}
{{- define "exporter.probe" -}}
{{- $root := first . -}}
{{- if include "exporter.needsClientCertificates" $root -}}
# The kubelet has no certificate to show.
tcpSocket:
  port: http
{{- else -}}
httpGet:
  path: {{ last . }}
  port: http
  {{- if $root.Values.web.tlsSecret }}
  scheme: HTTPS
  {{- end }}
{{- end -}}
{{- end -}}

{{- define "exporter.asksForTokens" -}}
{{- if eq (get .Values.properties "exporter.auth" | toString) "kubernetes" -}}
true
{{- end -}}
{{- end -}}

{{- /* How Prometheus gets in: the chart's root, and the values of the monitor. */ -}}
{{- define "exporter.access" -}}
{{- $root := first . -}}
{{- $monitor := last . -}}
{{- if $root.Values.web.tlsSecret }}
scheme: https
tlsConfig:
  {{- if $monitor.tlsConfig }}
  {{- toYaml $monitor.tlsConfig | nindent 2 }}
  {{- else }}
  ca:
    secret:
      name: {{ $root.Values.web.tlsSecret }}
      key: ca.crt
  serverName: {{ include "exporter.name" $root }}.{{ $root.Release.Namespace }}.svc
  {{- end }}
{{- end }}
{{- with $monitor.basicAuth }}
basicAuth:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $monitor.authorization }}
authorization:
  {{- toYaml . | nindent 2 }}
{{- end }}
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
