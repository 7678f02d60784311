#!/usr/bin/env bash
# Transcribes a recording with curl: ./transcribe.sh RECORDING
# HANSARD_URL is the server, by default http://127.0.0.1:8080, and HANSARD_KEY a key of it.
set -euo pipefail

server=${HANSARD_URL:-http://127.0.0.1:8080}
key=${HANSARD_KEY:?is not set: it is a key of the server}
ask() { curl --silent --show-error --fail-with-body --header "Authorization: Bearer $key" "$@"; }
# field NAME - a text in the JSON object on standard input.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

file=$(ask "$server/v1/files" --form "file=@\"${1:?RECORDING is missing}\"" | field id)
job=$(ask "$server/v1/transcriptions" --json "{\"model\": \"stt-async-v5\", \"file_id\": \"$file\"}" | field id)
trap 'ask --request DELETE "$server/v1/transcriptions/$job"; ask --request DELETE "$server/v1/files/$file"' EXIT

until state=$(ask "$server/v1/transcriptions/$job") && [[ $(field status <<<"$state") == @(completed|error) ]]; do sleep 1; done
[[ $(field status <<<"$state") == completed ]] || { field error_message <<<"$state" >&2; exit 1; }
ask "$server/v1/transcriptions/$job/transcript"
