{{- define "hansard.labels" -}}
app.kubernetes.io/name: hansard
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "hansard.image" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
envFrom:
- configMapRef:
    name: {{ .Release.Name }}
{{- end }}

{{- define "hansard.settings" -}}
HANSARD_DATABASE: "postgres://{{ .Values.database.user }}@{{ .Values.database.host }}:{{ .Values.database.port }}/{{ .Values.database.name }}?sslmode={{ .Values.database.sslmode }}"
HANSARD_OBJECTS: {{ .Values.objects | quote }}
HANSARD_CLUSTER__PORT: {{ .Values.clusterPort | quote }}
{{- if .Values.settings }}
{{- toYaml .Values.settings | nindent 0 }}
{{- end }}
{{- end }}

{{- define "hansard.account" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
automountServiceAccountToken: false
{{- end }}

{{- define "hansard.password" -}}
- name: PGPASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secret }}
      key: database-password
{{- end }}

{{- define "hansard.keys" -}}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secret }}
      key: s3-access-key
      optional: true
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secret }}
      key: s3-secret-key
      optional: true
{{- end }}

{{- define "hansard.ports" -}}
ports:
- name: http
  containerPort: 8080
- name: cluster
  containerPort: {{ .Values.clusterPort }}
startupProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: 15
  timeoutSeconds: 10
  failureThreshold: 4
readinessProbe:
  httpGet:
    path: /readyz
    port: http
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}

{{- define "hansard.confined" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
- name: data
  mountPath: /data
- name: temporary
  mountPath: /tmp
{{- if .Values.volumeMounts }}
{{- toYaml .Values.volumeMounts | nindent 0 }}
{{- end }}
{{- end }}

{{- define "hansard.volumes" -}}
volumes:
- name: data
  emptyDir: {}
- name: temporary
  emptyDir: {}
{{- if .Values.volumes }}
{{- toYaml .Values.volumes | nindent 0 }}
{{- end }}
{{- end }}
