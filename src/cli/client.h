// Sends a request of the wire contract to whoever has the data: an engine in this process, or a server that holds the
// data directory, over loopback. The same request gets the same answer either way.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "access/key_ring.h"
#include "api/api.h"
#include "cli/cli.h"
#include "cli/hold.h"

namespace hebb::cli {

struct ClientOptions {
  std::chrono::milliseconds patience{30'000};        // for another command that holds the data directory
  std::function<void(const std::string& talk)> say;  // told once that it waits, and for whom
  bool creates = false;                              // whether a data directory that is not there may be made
  bool keys = false;  // only the paths of API keys are asked for, so that without a server no engine is opened
};

// Thread safety: confined to one thread.
class Client {
 public:
  // Errors: not_found (no database or data directory yet, and it may not be made), unavailable (held by another command
  // all the time, or it may not be looked at), conflict (a server has the data directory for another database), and
  // those of opening the engine.
  static Result<Client> open(const Setup& setup, const ClientOptions& options);

  // Errors: unavailable when the server went away. A reply with an error status is no error here.
  Result<api::Reply> send(const api::Request& request);

 private:
  Client() = default;
  Result<void> open_here(const Setup& setup, bool keys);

  std::optional<DataHold> hold_;  // before the engine and the keys: given back after they are closed
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<access::KeyRing> keys_;
  std::optional<ServeNote> server_;
};

// Whether the database is there. Errors: unavailable (it may not be looked at; says why).
Result<bool> has_database(const Setup& setup);

// That the server of `note` has the setup's database, as far as the note says. Errors: conflict (names which it has,
// and what to do).
Result<void> check_served(const ServeNote& note, const Setup& setup);

// The hold of a server. One that another server has is refused at once; a command is given `patience` to end.
// Errors: conflict (names who has it), internal.
Result<DataHold> hold_for_serving(const Setup& setup, std::chrono::milliseconds patience);

// What a refusal says: the problem's detail, each bad field, and never less than its title.
std::string refusal_text(const api::Reply& reply);

}  // namespace hebb::cli
