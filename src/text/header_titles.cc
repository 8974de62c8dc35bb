#include "text/header_titles.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"
#include "text/one_of.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

// "*5 March 2026*", as text that was Markdown has it
std::string_view without_emphasis(std::string_view line) {
  const bool starred = line.size() > 2 && line.front() == '*' && line.back() == '*';
  return starred ? trimmed(line.substr(1, line.size() - 2)) : line;
}

// With one of the two bars that stood around it: "Halo | 6 March 2026 | Zoom".
void erase_date(std::string& title, const FoundDate& date) {
  title.erase(date.begin, date.length);
  const std::string_view before = trimmed(std::string_view(title).substr(0, date.begin));
  const std::string_view behind = trimmed(std::string_view(title).substr(date.begin));
  for (const std::string_view bar : {"|", "-", "\u00B7", "\u2022", "\u2013", "\u2014"}) {
    if (!before.ends_with(bar) || !behind.starts_with(bar)) continue;
    title = std::string(trimmed(before.substr(0, before.size() - bar.size()))) + " " + std::string(behind);
    return;
  }
}

}  // namespace

bool is_time_unit(std::string_view word) {
  return one_of(lower_ascii(word), {"min", "mins", "minutes", "hr", "hrs", "hour", "hours"});
}

std::string_view without_ends(std::string_view text) {
  constexpr std::string_view kMarks = " \t-_|,;:()[]";
  constexpr auto kWide = std::to_array<std::string_view>({"\xE2\x80\xA2", "\xC2\xB7", "\xE2\x80\x93", "\xE2\x80\x94"});
  for (;;) {
    const std::size_t before = text.size();
    text.remove_prefix(std::min(text.find_first_not_of(kMarks), text.size()));
    text = text.substr(0, text.find_last_not_of(kMarks) + 1);
    for (const auto mark : kWide) {
      if (text.starts_with(mark)) text.remove_prefix(mark.size());
      if (text.ends_with(mark)) text.remove_suffix(mark.size());
    }
    if (text.size() == before) return text;
  }
}

bool is_day_or_span(std::string_view text) {
  bool number = false;  // the word before
  while (!(text = without_ends(text)).empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t,"));
    const std::string_view unit = word.substr(std::min(word.find_first_not_of("0123456789"), word.size()));
    const bool spelt = (number || unit.size() < word.size()) && is_time_unit(unit);
    const bool span = is_digit(word.front()) && word.find_first_not_of("0123456789:hms") == std::string_view::npos;
    if (!span && !spelt && !is_day_name(word)) return false;
    number = unit.empty();
    text.remove_prefix(word.size());
  }
  return true;
}

std::string bare_title(std::string_view line) {
  std::string title(without_emphasis(trimmed(line)));
  const auto date = find_date(title);
  if (date) erase_date(title, *date);
  std::string_view rest = without_ends(title);
  for (const std::string_view word :
       {"meeting transcript", "transcript", "transcription", "meeting recording", "recording"}) {
    if (rest.size() <= word.size() || !equals_ignoring_case(rest.substr(rest.size() - word.size()), word)) continue;
    const std::string_view before = rest.substr(0, rest.size() - word.size());
    if (before.ends_with("- ") || before.ends_with('-') || before.ends_with(") ") || before.ends_with('_')) {
      rest = without_ends(before);
    }
    break;
  }
  // What the date left behind: "Kick-off of".
  for (const std::string_view word : {" of", " held on", " on", " from", " vom", " am"}) {
    if (date && rest.ends_with(word)) rest.remove_suffix(word.size());
  }
  return is_day_or_span(rest) ? "" : std::string(rest);
}

}  // namespace hebb
