#!/usr/bin/env python3
"""Transcribes a recording with Python's standard library: transcribe.py RECORDING

HANSARD_URL is the server, by default http://127.0.0.1:8080, and HANSARD_KEY a key of it.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

SERVER = os.environ.get("HANSARD_URL", "http://127.0.0.1:8080")
KEY = os.environ["HANSARD_KEY"]


def ask(method, path, body=None, content_type="application/json"):
    """Returns what the server answers, as an object; None where it answers nothing."""
    request = urllib.request.Request(SERVER + path, body, {"Authorization": f"Bearer {KEY}", "Content-Type": content_type}, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            answer = response.read()
            return json.loads(answer) if answer else None
    except urllib.error.HTTPError as error:
        sys.exit(f"{error.code} for {method} {path}: {json.load(error)['message']}")


def upload(path):
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{os.path.basename(path)}"\r\n\r\n'
    with open(path, "rb") as recording:
        body = head.encode() + recording.read() + f"\r\n--{boundary}--\r\n".encode()
    return ask("POST", "/v1/files", body, f"multipart/form-data; boundary={boundary}")["id"]


def main(path):
    file = upload(path)
    options = {"model": "stt-async-v5", "file_id": file, "enable_speaker_diarization": True}
    job = ask("POST", "/v1/transcriptions", json.dumps(options).encode())
    while job["status"] in ("queued", "processing"):
        time.sleep(1)
        job = ask("GET", f"/v1/transcriptions/{job['id']}")

    if job["status"] == "completed":
        speaker = None
        for token in ask("GET", f"/v1/transcriptions/{job['id']}/transcript")["tokens"]:
            if token["speaker"] != speaker:
                speaker = token["speaker"]
                print(f"\nSpeaker {speaker}:", end="")
            print(token["text"], end="")
        print()

    ask("DELETE", f"/v1/transcriptions/{job['id']}")
    ask("DELETE", f"/v1/files/{file}")
    if job["status"] != "completed":
        sys.exit(job["error_message"])


if __name__ == "__main__":
    main(*sys.argv[1:])
