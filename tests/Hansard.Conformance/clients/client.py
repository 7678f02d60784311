"""Transcribes one recording as the vendor's Python example does, call for call, with the standard library alone.

    python3 client.py --audio_path FILE | --audio_url URL [--translation none|one_way|two_way] [--language CODE]
    python3 client.py --delete_all_files | --delete_all_transcriptions

The server and the key come from SONIOX_API_BASE_URL and SONIOX_API_KEY. --language replaces the example's Spanish.
"""

import argparse
import http.client
import json
import os
import sys
import time
import urllib.parse
import uuid

POLL_SECONDS = float(os.environ.get("POLL_SECONDS", "1"))
POLLS = 600


class Session:
    """One kept-alive connection that sends what `requests` sends."""

    def __init__(self, base_url, key):
        parts = urllib.parse.urlsplit(base_url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        self.headers = {
            "User-Agent": "python-requests/2.32.3",
            "Accept-Encoding": "identity",
            "Accept": "*/*",
            "Connection": "keep-alive",
            "Authorization": f"Bearer {key}",
        }

    def request(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body=body, headers={**self.headers, **(headers or {})})
        response = self.connection.getresponse()
        text = response.read().decode("utf-8")
        if response.status >= 400:
            raise RuntimeError(f"{response.status} for {method} {path}: {text}")
        return json.loads(text) if text else None

    def get(self, path):
        return self.request("GET", path)

    def post_json(self, path, value):
        return self.request("POST", path, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def post_file(self, path, file_path):
        # As urllib3 encodes files={"file": open(path, "rb")}: a name, a filename, and no type.
        boundary = uuid.uuid4().hex
        with open(file_path, "rb") as file:
            content = file.read()
        name = os.path.basename(file_path)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = head + content + f"\r\n--{boundary}--\r\n".encode()
        return self.request("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def delete(self, path):
        # requests sends Content-Length: 0 with a DELETE.
        self.request("DELETE", path, headers={"Content-Length": "0"})


def configuration(translation, language, audio_url, file_id):
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "vendor_requests.json"), encoding="utf-8") as file:
        text = file.read()
    config = json.loads(text)[translation]
    # The source that is not used is there as null.
    config["audio_url"] = audio_url
    config["file_id"] = file_id
    if language:
        config["language_hints"] = ["en", language]
        for name in ("target_language", "language_b"):
            if name in config.get("translation", {}):
                config["translation"][name] = language
    return config


def wait_until_completed(session, transcription_id):
    for _ in range(POLLS):
        transcription = session.get(f"/v1/transcriptions/{transcription_id}")
        if transcription["status"] == "completed":
            return
        if transcription["status"] == "error":
            raise RuntimeError(f"Error: {transcription.get('error_message', 'Unknown error')}")
        time.sleep(POLL_SECONDS)
    raise RuntimeError("The transcription did not end.")


def render(tokens):
    parts = []
    speaker = language = None
    for token in tokens:
        text = token["text"]
        if token.get("speaker") is not None and token["speaker"] != speaker:
            if speaker is not None:
                parts.append("\n\n")
            speaker = token["speaker"]
            language = None
            parts.append(f"Speaker {speaker}:")
        if token.get("language") is not None and token["language"] != language:
            language = token["language"]
            mark = "[Translation] " if token.get("translation_status") == "translation" else ""
            parts.append(f"\n{mark}[{language}] ")
            text = text.lstrip()
        parts.append(text)
    return "".join(parts)


def list_all(session, kind):
    rows = []
    cursor = ""
    while True:
        page = session.get(f"/v1/{kind}?cursor={cursor}")
        rows.extend(page[kind])
        cursor = page["next_page_cursor"]
        if cursor is None:
            return rows


def delete_all(session, kind, rows):
    for row in rows:
        session.delete(f"/v1/{kind}/{row['id']}")
    print(f"Deleted {len(rows)} {kind}.")


def transcribe(session, arguments):
    file_id = None
    if arguments.audio_path:
        file_id = session.post_file("/v1/files", arguments.audio_path)["id"]
        print(f"File ID: {file_id}")
    config = configuration(arguments.translation, arguments.language, arguments.audio_url, file_id)
    transcription_id = session.post_json("/v1/transcriptions", config)["id"]
    print(f"Transcription ID: {transcription_id}")
    wait_until_completed(session, transcription_id)
    print(render(session.get(f"/v1/transcriptions/{transcription_id}/transcript")["tokens"]))
    session.delete(f"/v1/transcriptions/{transcription_id}")
    if file_id is not None:
        session.delete(f"/v1/files/{file_id}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio_url")
    parser.add_argument("--audio_path")
    parser.add_argument("--delete_all_files", action="store_true")
    parser.add_argument("--delete_all_transcriptions", action="store_true")
    parser.add_argument("--translation", default="none")
    parser.add_argument("--language")
    arguments = parser.parse_args()
    session = Session(os.environ["SONIOX_API_BASE_URL"], os.environ["SONIOX_API_KEY"])
    if arguments.delete_all_files:
        delete_all(session, "files", list_all(session, "files"))
    elif arguments.delete_all_transcriptions:
        ended = [row for row in list_all(session, "transcriptions") if row["status"] in ("completed", "error")]
        delete_all(session, "transcriptions", ended)
    elif arguments.audio_url or arguments.audio_path:
        transcribe(session, arguments)
    else:
        parser.error("Give --audio_url or --audio_path, or one of the --delete flags.")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
