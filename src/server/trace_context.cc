#include "server/trace_context.h"

#include <algorithm>
#include <format>
#include <random>

namespace hebb::server {
namespace {

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '0'; });
}

// 16 digits, not all 0.
std::string random_id() {
  thread_local std::mt19937_64 random(std::random_device{}());
  std::uint64_t number = 0;
  while (number == 0) number = random();
  return std::format("{:016x}", number);
}

}  // namespace

std::string TraceContext::traceparent() const {
  return std::format("00-{}-{}-{}", trace_id, span_id, flags);
}

std::optional<TraceContext> parse_traceparent(std::string_view header) {
  constexpr std::size_t kLength = 55;  // of version 00: 2-32-16-2
  if (header.size() < kLength || header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  const auto version = header.substr(0, 2);
  if (!is_hex(version) || version == "ff") return std::nullopt;
  if (header.size() > kLength && (version == "00" || header[kLength] != '-')) return std::nullopt;
  const auto trace = header.substr(3, 32);
  const auto span = header.substr(36, 16);
  const auto flags = header.substr(53, 2);
  if (!is_hex(trace) || !is_hex(span) || !is_hex(flags) || is_zero(trace) || is_zero(span)) return std::nullopt;
  return TraceContext{
      .trace_id = std::string(trace), .span_id = std::string(span), .flags = std::string(flags), .parent_id = {}};
}

TraceContext span_within(const TraceContext& caller) {
  return {.trace_id = caller.trace_id, .span_id = random_id(), .flags = caller.flags, .parent_id = caller.span_id};
}

TraceContext new_trace() {
  return {.trace_id = random_id() + random_id(), .span_id = random_id(), .flags = "01", .parent_id = {}};
}

}  // namespace hebb::server
