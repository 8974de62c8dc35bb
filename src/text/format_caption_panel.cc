// YouTube's transcript as its page is copied: a time above each caption, or before it without a space.
#include <algorithm>
#include <array>
#include <format>
#include <string>
#include <utility>

#include "text/ascii.h"
#include "text/format_readers.h"
#include "text/half_of_day.h"
#include "text/lines_header.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"
#include "text/utf8.h"

namespace hebb {
namespace {

// "0:04", "1:02:03"; of "0:044 thousand" and "0:0410:30" the same.
std::optional<Milliseconds> take_start(std::string_view& text) {
  const std::size_t colon = text.substr(0, 4).find(':');
  constexpr std::size_t kPart = 3;  // bytes, of ":04"
  if (colon == std::string_view::npos || text.size() < colon + kPart) return std::nullopt;
  const bool hours = text.substr(colon + kPart).starts_with(':');
  const std::size_t end = colon + (hours ? 2 : 1) * kPart;
  std::string_view written = text.substr(0, end);
  const auto start = take_stamp(written);
  if (!start || !written.empty()) return std::nullopt;
  text.remove_prefix(end);
  return start;
}

bool begins_words(std::string_view text) {
  if (text.front() == '-') return text.size() > 1 && !is_digit(text[1]);  // "9:00-10:00" is a span of time
  const std::int32_t code = decode_utf8(text).code;
  return is_letter_code(code) || is_digit(text.front()) || std::string_view("[(\"'>$#*").contains(text.front()) ||
         // a note, quotes, Spanish questions
         std::ranges::any_of(std::to_array<std::string_view>({"\u266A", "\u201C", "\u00AB", "\u00BF", "\u00A1"}),
                             [&](std::string_view sign) { return text.starts_with(sign); });
}

// "1 minute, 2 seconds", as the page reads a start aloud.
std::string spoken_form(Milliseconds start) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(start).count();
  std::string spoken;
  const auto add = [&](std::int64_t count, std::string_view unit) {
    if (count == 0 && (unit != "second" || !spoken.empty())) return;
    spoken += std::format("{}{} {}{}", spoken.empty() ? "" : ", ", count, unit, count == 1 ? "" : "s");
  };
  add(seconds / 3600, "hour");
  add(seconds / 60 % 60, "minute");
  add(seconds % 60, "second");
  return spoken;
}

// Of "0:044 secondswe talk" the seconds; "4 seconds later" is said.
std::string_view without_spoken_form(std::string_view text, Milliseconds start) {
  if (text.empty() || !is_digit(text.front())) return text;
  const std::string spoken = spoken_form(start);
  if (!text.starts_with(spoken)) return text;
  const std::string_view behind = text.substr(spoken.size());
  return !behind.empty() && is_letter_code(decode_utf8(behind).code) ? behind : text;
}

struct PanelLine {
  std::uint32_t number = 0;
  std::string_view said;
  bool after_blank = false;
  std::optional<Milliseconds> start;  // of what stands below, or of `said`
};

// The lines that are not blank.
class PanelScanner {
 public:
  explicit PanelScanner(std::string_view text) : lines_(text) {}

  std::optional<PanelLine> next() {
    bool after_blank = !std::exchange(begun_, true);
    for (auto line = lines_.next(); line; line = lines_.next()) {
      if (!is_blank(line->text)) return read(*line, after_blank);
      after_blank = true;
    }
    return std::nullopt;
  }

 private:
  static PanelLine read(const Line& line, bool after_blank) {
    PanelLine read{.number = line.number, .said = trimmed(line.text), .after_blank = after_blank};
    std::string_view rest = read.said;
    const auto start = take_start(rest);
    std::string_view behind = rest;
    if (!start || (!rest.empty() && !begins_words(rest)) || take_half_of_day(behind)) return read;
    read.start = start;
    read.said = without_spoken_form(rest, *start);
    return read;
  }

  LineCursor lines_;
  bool begun_ = false;
};

bool is_panels_own(std::string_view line) {
  return line.ends_with(" (auto-generated)");  // "English (auto-generated)", below the last caption
}

}  // namespace

// Schedules have times above lines too, at quarters of an hour; other transcripts name who speaks.
bool looks_like_caption_panel(std::string_view text) {
  constexpr std::size_t kMostAbove = 12;              // lines
  constexpr std::chrono::minutes kLatestFirst{5};     // no working day begins so early, read as minutes and seconds
  constexpr std::chrono::seconds kQuarterOfHour{15};  // the same
  std::size_t above = 0;
  std::size_t alone = 0;
  std::size_t before_words = 0;
  std::size_t others = 0;  // lines
  std::optional<Milliseconds> latest;
  bool may_be_hours = true;  // 1:00, 1:30, 2:15
  SpeakerEvidence speakers;
  PanelScanner scanner(text);
  while (const auto line = scanner.next()) {
    if (!latest && !line->start && ++above > kMostAbove) return false;
    if ((!latest && !line->start) || is_panels_own(line->said)) continue;
    if (line->start) {
      if (latest ? *line->start < *latest : *line->start >= kLatestFirst) return false;
      latest = line->start;
      may_be_hours &= *latest >= std::chrono::minutes(1) && *latest % kQuarterOfHour == Milliseconds(0);
    }
    alone += line->start && line->said.empty();
    before_words += line->start && !line->said.empty();
    others += !line->start;
    const auto label = split_label(line->said.substr(std::min(line->said.find_first_not_of("> "), line->said.size())));
    if (label) speakers.see(label->label);
  }
  const std::size_t stamps = alone + before_words;
  speakers.set_entries(before_words + others);
  if (stamps < 3 || may_be_hours || speakers.attributed() > 0) return false;
  return alone == 0 ? others * 4 <= stamps : before_words == 0 && others * 4 <= stamps * 5 && others * 4 >= stamps * 3;
}

void read_caption_panel(std::string_view text, TranscriptBuilder& out) {
  out.set_format("speaker_lines");
  HeaderReader header(out, false);
  SpeakerEvidence nobody;
  header.look_at(text, nobody);
  Entry entry;
  bool begun = false;
  const auto close = [&] {
    if (!entry.text.empty()) out.add(std::exchange(entry, {}));
  };
  PanelScanner scanner(text);
  while (const auto line = scanner.next()) {
    begun = begun || line->start;
    if (!begun && header.take(line->said, line->after_blank, false)) continue;
    if (is_panels_own(line->said)) continue;
    if (line->start) {
      close();
      entry = {.start = line->start, .line = line->number};
    }
    if (!line->said.empty() && !entry.text.empty()) entry.text += ' ';
    entry.text += line->said;
  }
  close();
}

}  // namespace hebb
