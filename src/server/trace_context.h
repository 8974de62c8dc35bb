// W3C Trace Context: whose request within which larger one this is. Private to server/; knows no Drogon.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hebb::server {

// Lower-case hex: 32, 16, 2 and 16 digits.
struct TraceContext {
  std::string trace_id;
  std::string span_id;
  std::string flags;
  std::string parent_id;  // the span that this one is within; empty: none

  std::string traceparent() const;  // "00-…-…-01"
};

// Of a `traceparent` header. One of a later version is read as far as this one goes. Nothing: there is none, or it is
// not valid and so, as the standard has it, of no account.
std::optional<TraceContext> parse_traceparent(std::string_view header);

// The same trace and flags, with a span of its own: for what we do of it.
TraceContext span_within(const TraceContext& caller);
// A trace that begins with what we do.
TraceContext new_trace();

}  // namespace hebb::server
