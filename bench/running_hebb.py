"""A running hebb, asked over HTTP by the judges of this folder."""
import json
import sys
import urllib.error
import urllib.request


class RunningHebb:
    def __init__(self, url, key=None):
        self.url = url.rstrip("/")
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})

    def post(self, path, body):
        """The reply; a refusal ends the run."""
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), self.headers)
        try:
            with urllib.request.urlopen(request, timeout=600) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            sys.exit(f"{path}: HTTP {error.code}: {error.read().decode(errors='replace')[:500]}")

    def ingest(self, project, title, turns):
        """The id of a meeting with the turns of QMSum's `meeting_transcripts`."""
        transcript = [{"speaker": turn["speaker"], "text": turn["content"]} for turn in turns]
        return self.post("/api/v2/ingest", {"title": title, "project": project, "transcript": transcript})["meeting_id"]
