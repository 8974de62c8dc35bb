// Questions answered from the engine's cache where it has them. Private to api/.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/requests.h"

namespace hebb::api {

// The JSON of the reply. An answer that was kept says `cached` and how long this request took, and is otherwise the
// one that was made, byte for byte. What is not whole (`degraded`) or is asked for to be looked into (`explain`) is not
// kept.
Parsed<std::string> answer(Engine& engine, QueryRequest request, const Budget& budget);
Parsed<std::string> answer(Engine& engine, ContextCall call, const Budget& budget);
// Each as a single one, beside one another where threads are free. Errors: those of the first that has one.
Parsed<std::vector<std::string>> answers(Engine& engine, std::span<const QueryRequest> requests, const Budget& budget);

// Only if it is kept. Cheap; waits for nothing.
std::optional<std::string> kept_answer(Engine& engine, QueryRequest request);
std::optional<std::string> kept_answer(Engine& engine, ContextCall call);

}  // namespace hebb::api
