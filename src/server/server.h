// The wire contract over HTTP, by Drogon. Front header of server/. It holds no policy of the contract itself (api/):
// only what belongs to the transport: who may send, sizes, compression, request ids, saturation, stopping.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/key_ring.h"
#include "base/error.h"
#include "engine/engine.h"

namespace hebb::server {

struct RateLimits {
  std::uint32_t per_minute = 0;  // requests of one client; 0: no limit
  std::uint32_t per_hour = 0;

  bool any() const { return per_minute > 0 || per_hour > 0; }
};

struct ServerOptions {
  std::string host = "127.0.0.1";              // an IP address, or localhost
  std::uint16_t port = 8000;                   // 0: any free one
  std::size_t io_threads = 0;                  // event loops, which never block; 0: the cores, at most 4
  std::size_t max_body_bytes = 32u << 20;      // of one request
  std::size_t max_pending_bytes = 256u << 20;  // of all requests that are being answered, or of one where that is more
  std::size_t max_connections = 10'000;
  std::size_t max_connections_per_address = 256;  // none for this machine and for trusted proxies; 0: none
  std::chrono::seconds slow_client{20};           // to send a request or read a reply, and a second more each 500 bytes
  std::chrono::seconds idle{75};                  // of a connection between its requests
  std::chrono::seconds question_time{30};         // of a question, its waiting included; 0: no limit
  std::chrono::seconds stop_time{25};             // to answer what was begun when the end is asked for
  std::vector<std::string> allowed_hosts;         // names this server goes by, beside local ones; "*": any
  std::vector<std::string> cors_origins;          // "https://app.example.org"; "*": any
  RateLimits rate_limits;                         // of what is under /api/, and of /ingest
  std::vector<std::string> trusted_proxies;       // addresses or networks whose X-Forwarded-For is believed
  std::string traces_endpoint;                    // base address of a collector of traces (OTLP over HTTP); empty: none
  std::string version;                            // of this program, for traces
  std::optional<std::string> token;               // a key that may do everything: the local command line's
  access::KeyRing* keys = nullptr;                // those of others; outlives the server
  bool keys_required = false;                     // without one, only what is open to all is answered
  std::filesystem::path scratch;  // for what Drogon insists on creating; empty: the system's temporary folder
};

// What is wrong with the options by themselves, before anything is opened. Errors: invalid_argument (host,
// trusted_proxies).
Result<void> check_options(const ServerOptions& options);

// Serves until SIGINT, SIGTERM or stop(): then answers what it has begun, refuses what comes after, and returns; what
// is not answered after stop_time is dropped between two of its stages, or with the process a while later. A
// second signal ends the process at once. `on_listening` is called once connections are accepted, with the port; its
// error stops the server and is returned. Drogon and signal handlers belong to the process: call this once in its life,
// from a thread that may block. Errors: invalid_argument (host, trusted_proxies), unavailable (port in use or not ours
// to take: names it and the mend), internal.
Result<void> serve(Engine& engine, const ServerOptions& options,
                   std::function<Result<void>(std::uint16_t port)> on_listening);

// From any thread; without effect when nothing is served.
void stop();

}  // namespace hebb::server
