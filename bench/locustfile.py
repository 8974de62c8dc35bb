"""The specification's load test (phase5-production-ready.md, days 6 and 7), word for word but for catch_response, without
which Locust does not count a failed assertion."""
import random

from locust import HttpUser, between, task


class CognitiveAPIUser(HttpUser):
    wait_time = between(1, 3)

    test_queries = [
        "What did we decide about the project timeline?",
        "Show me all action items from last week",
        "What technical decisions were made?",
        "Find discussions about budget",
        "What are the main concerns raised?",
    ]

    @task(3)
    def search_query(self):
        query = random.choice(self.test_queries)
        body = {"query": query, "enable_activation": True, "enable_bridges": True}
        with self.client.post("/api/v2/query", json=body, catch_response=True) as response:
            if response.status_code != 200 or response.json()["processing_time_ms"] >= 2000:
                response.failure(f"status {response.status_code}")

    @task(1)
    def health_check(self):
        self.client.get("/health")

    @task(1)
    def ingest_transcript(self):
        self.client.post("/ingest", json={"title": f"Test Meeting {random.randint(1, 1000)}",
                                          "transcript": "This is a test meeting transcript.",
                                          "participants": ["User1", "User2"]})
