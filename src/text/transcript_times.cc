#include "text/transcript_times.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "text/ascii.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

// Up to `most` digits; moves on.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t length = 0;
  std::int64_t value = 0;
  while (length < text.size() && length <= most && is_digit(text[length])) value = value * 10 + (text[length++] - '0');
  if (length < least || length > most) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

std::int64_t take_fraction(std::string_view& text) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return 0;
  text.remove_prefix(1);
  std::int64_t value = 0;
  std::int64_t scale = 100;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), scale /= 10) value += (text[0] - '0') * scale;
  return value;
}

}  // namespace

std::optional<Milliseconds> take_stamp(std::string_view& text, std::size_t least) {
  std::string_view rest = text;
  std::array<std::int64_t, 3> parts{};
  std::size_t count = 0;
  for (; count < parts.size(); ++count) {
    if (count > 0) {
      if (!rest.starts_with(':')) break;
      rest.remove_prefix(1);
    }
    const auto number = count == 0 ? take_number(rest, 1, 4) : take_number(rest, least, 2);
    if (!number) return std::nullopt;
    parts[count] = *number;
  }
  if (count < 2 || rest.starts_with(':')) return std::nullopt;
  if (count == 2) parts = {0, parts[0], parts[1]};
  if (parts[2] > 59 || parts[1] > (count == 2 ? 999 : 59)) return std::nullopt;
  const std::int64_t fraction = take_fraction(rest);
  if (!rest.empty() && is_digit(rest.front())) return std::nullopt;
  text = rest;
  return Milliseconds(((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + fraction);
}

std::optional<Milliseconds> take_spoken_stamp(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
  };
  static constexpr auto kUnits = std::to_array<Unit>({{"hour", 3'600'000}, {"minute", 60'000}, {"second", 1'000}});
  std::string_view rest = text;
  std::int64_t total = 0;
  std::size_t next = 0;
  bool any = false;
  for (;;) {
    std::string_view ahead = rest;
    skip_spaces(ahead);
    const auto number = take_number(ahead, 1, 4);
    if (!number || !ahead.starts_with(' ')) break;
    skip_spaces(ahead);
    const auto unit = std::ranges::find_if(kUnits, [&](const Unit& u) { return ahead.starts_with(u.name); });
    if (unit == kUnits.end() || static_cast<std::size_t>(unit - kUnits.begin()) < next) break;
    ahead.remove_prefix(unit->name.size());
    if (ahead.starts_with('s')) ahead.remove_prefix(1);
    // Teams' page copies as "0 minutes 3 seconds0:03".
    if (!ahead.empty() && std::isalpha(static_cast<unsigned char>(ahead.front())) != 0) break;
    total += *number * unit->milliseconds;
    next = static_cast<std::size_t>(unit - kUnits.begin()) + 1;
    any = true;
    rest = ahead;
  }
  if (!any) return std::nullopt;
  text = rest;
  return Milliseconds(total);
}

std::optional<TimeRange> parse_timing(std::string_view line) {
  skip_spaces(line);
  const std::string_view whole = line;
  const auto start = take_stamp(line, 1);
  if (!start) return std::nullopt;
  skip_spaces(line);
  if (!line.starts_with("-->")) return std::nullopt;
  line.remove_prefix(3);
  skip_spaces(line);
  const auto end = take_stamp(line, 1);
  if (!end || (!line.empty() && line.front() != ' ' && line.front() != '\t')) return std::nullopt;
  return TimeRange{*start, *end, whole.substr(0, whole.find("-->")).contains(',')};
}

bool looks_like_timing(std::string_view line) {
  line = trimmed(line);
  if (line.empty() || (!is_digit(line.front()) && !line.starts_with("-->"))) return false;
  if (line.contains("-->")) return true;
  std::string_view rest = line;
  if (!take_stamp(rest)) return false;
  skip_spaces(rest);
  return rest.starts_with("->") || rest.starts_with("=>");
}

std::optional<Milliseconds> ClockFromFirst::offset(Milliseconds time) {
  while (time + std::chrono::hours(12) < last_) time += std::chrono::hours(24);
  if (time < first_) return std::nullopt;
  last_ = time;
  return time - first_;
}

}  // namespace hebb
