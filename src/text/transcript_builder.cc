#include "text/transcript_builder.h"

#include <algorithm>
#include <format>

#include "text/transcript_source.h"
#include "text/utf8.h"

namespace hebb {
namespace {

using std::chrono::days;

constexpr std::size_t kLongestName = 200;   // bytes
constexpr std::size_t kLongestTitle = 500;  // bytes
constexpr std::size_t kMostParticipants = 1000;

void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : plain_text(text.substr(0, most * 8))) {
    const bool space = c == ' ' || c == '\t' || c == '\n';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  cut(out, most);
  return std::string(trimmed(out));
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [code, length] = decode_utf8(text);
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || is_invisible(code);  // invalid bytes too
    if (!control) {
      out += text.substr(0, length);
    } else if (code == '\r') {
      if (!text.substr(1).starts_with('\n')) out += '\n';
    } else if (code == '\n' || code == '\t') {
      out += static_cast<char>(code);
    } else if (is_old_break(code)) {
      out += ' ';
    }
    text.remove_prefix(length);
  }
  const auto kept = trimmed(out);
  return kept.size() == out.size() ? out : std::string(kept);
}

std::string plain_name(std::string_view name) {
  return one_line(name, kLongestName);
}

void TranscriptBuilder::add(Entry entry) {
  if (auto text = plain_text(entry.text); !text.empty()) {
    add_turn(std::move(entry), std::move(text));
  } else {
    skip("empty_cue", "an entry without text was left out", entry.line);
  }
}

void TranscriptBuilder::add_even_empty(Entry entry) {
  auto text = plain_text(entry.text);
  add_turn(std::move(entry), std::move(text));
}

void TranscriptBuilder::add_turn(Entry entry, std::string text) {
  if (out_.turns.size() >= kMostTurns) {
    too_many_ = true;
    return;
  }
  check_times(entry);
  Turn turn{.number = static_cast<std::uint32_t>(out_.turns.size()), .start = entry.start, .end = entry.end};
  if (entry.speaker) {
    if (auto name = plain_name(*entry.speaker); !name.empty()) turn.speaker = std::move(name);
  }
  turn.text = std::move(text);
  spoken_turns_ += !turn.text.empty();
  out_.turns.push_back(std::move(turn));
}

void TranscriptBuilder::check_times(Entry& entry) {
  if (entry.start && entry.end && *entry.end < *entry.start) {
    warn("bad_cue", "an entry ends before it begins; its end was left out", entry.line);
    entry.end.reset();
  }
  const bool overlap = entry.start && latest_end_ && *entry.start < *latest_end_;
  if (overlap && entry.start != last_start_ && overlaps_++ == 0) first_overlap_ = entry.line;  // two in one cue: none
  if (entry.start) last_start_ = entry.start;
  if (entry.end) latest_end_ = latest_end_ ? std::max(*latest_end_, *entry.end) : *entry.end;
}

void TranscriptBuilder::warn(std::string_view code, std::string_view message, std::uint32_t line) {
  ++out_.warning_count;
  if (out_.warnings.size() >= kMostWarningsKept) return;
  const bool has_line = line != 0 && has_lines_;
  out_.warnings.push_back({std::string(code), std::string(message), has_line ? std::optional(line) : std::nullopt});
}

void TranscriptBuilder::skip(std::string_view code, std::string_view message, std::uint32_t line) {
  skip();
  warn(code, message, line);
}

void TranscriptBuilder::set_title(std::string_view title) {
  if (!out_.title) {
    if (auto clean = one_line(title, kLongestTitle); !clean.empty()) out_.title = std::move(clean);
  }
}

void TranscriptBuilder::set_start(std::optional<Instant> start) {
  if (!start || (out_.started_at && !(has_only_day() && floor<days>(*start) == *out_.started_at))) return;
  out_.started_at = start;
  out_.date_source = DateSource::header;
}

void TranscriptBuilder::set_start_in_title(Instant start) {
  if (!start_in_title_) start_in_title_ = start;
}

void TranscriptBuilder::set_time_of_day(std::chrono::seconds time) {
  if (!time_of_day_) time_of_day_ = time;
}

bool TranscriptBuilder::has_only_day() const {
  return out_.started_at && floor<days>(*out_.started_at) == *out_.started_at;
}

void TranscriptBuilder::add_participant(std::string_view name) {
  auto clean = plain_name(name);
  if (clean.empty() || out_.participants.size() >= kMostParticipants) return;
  if (!std::ranges::contains(out_.participants, clean)) out_.participants.push_back(std::move(clean));
}

bool TranscriptBuilder::takes_part(std::string_view name) const {
  return std::ranges::any_of(out_.participants, [&](std::string_view known) {
    return known.starts_with(name) && (known.size() == name.size() || known[name.size()] == ' ');
  });
}

std::optional<std::uint32_t> TranscriptBuilder::first_warned_line() const {
  for (const auto& warning : out_.warnings) {
    if (warning.line) return warning.line;
  }
  return std::nullopt;
}

Result<Transcript> TranscriptBuilder::finish() {
  if (too_many_) {
    return fail(ErrorCode::invalid_argument,
                std::format("the transcript has more than {} turns; split it into its meetings", kMostTurns));
  }
  if (spoken_turns_ == 0) {
    const auto line = first_warned_line();
    return fail(ErrorCode::invalid_argument,
                std::format("no turn was found in the transcript (read as {}){}", out_.format,
                            line ? std::format("; the first thing that could not be read is on line {}", *line) : ""));
  }
  if (overlaps_ > 0) {
    warn("overlap", std::format("{} entries begin before the one before them ends; their times are kept", overlaps_),
         first_overlap_);
  }
  if (!out_.started_at) set_start(start_in_title_);
  if (time_of_day_ && has_only_day()) *out_.started_at += *time_of_day_;
  return std::move(out_);
}

}  // namespace hebb
