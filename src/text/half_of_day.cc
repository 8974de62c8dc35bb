#include "text/half_of_day.h"

#include "text/ascii.h"
#include "text/transcript_source.h"
#include "text/utf8.h"

namespace hebb {

void skip_any_spaces(std::string_view& text) {
  for (;;) {
    skip_spaces(text);
    if (text.starts_with("\u202F")) {
      text.remove_prefix(3);
    } else if (text.starts_with("\u00A0")) {
      text.remove_prefix(2);
    } else {
      return;
    }
  }
}

std::optional<Half> take_half_of_day(std::string_view& text) {
  std::string_view rest = text;
  skip_any_spaces(rest);
  for (const std::string_view half : {"a.m.", "p.m.", "am", "pm"}) {
    if (!starts_ignoring_case(rest, half)) continue;
    const std::string_view behind = rest.substr(half.size());
    if (!behind.empty() && is_letter_code(decode_utf8(behind).code)) return std::nullopt;
    text = behind;
    return Half{half.front() == 'p'};
  }
  return std::nullopt;
}

std::optional<Milliseconds> on_24_hours(Milliseconds time, Half half) {
  constexpr std::chrono::hours kNoon{12};
  if (time >= std::chrono::hours(13) || time < std::chrono::hours(1)) return std::nullopt;
  return time % kNoon + (half.afternoon ? kNoon : std::chrono::hours(0));
}

}  // namespace hebb
