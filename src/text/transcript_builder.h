// Collects what a format's reader finds: turns, what it skipped, what it warns of. Private to text/.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "text/transcript.h"

namespace hebb {

inline constexpr std::size_t kMostWarningsKept = 20;
inline constexpr std::size_t kMostTurns = 1'000'000;

struct Entry {
  std::optional<std::string> speaker;
  std::optional<Milliseconds> start;
  std::optional<Milliseconds> end;
  std::string text;
  std::uint32_t line = 0;  // where it begins; 0 when the container has no lines
};

// Thread safety: confined to one thread.
class TranscriptBuilder {
 public:
  explicit TranscriptBuilder(std::string_view format) { out_.format = format; }

  // Cleans speaker and text. An entry without text is skipped and warned of (empty_cue).
  void add(Entry entry);
  // The same, but one without text is a turn too: where entries are counted, their numbers are to stay.
  void add_even_empty(Entry entry);
  void warn(std::string_view code, std::string_view message, std::uint32_t line = 0);
  // Something that gives no turn. With a code it is warned of too.
  void skip() { ++out_.skipped_entries; }
  void skip(std::string_view code, std::string_view message, std::uint32_t line = 0);

  void set_format(std::string_view format) { out_.format = format; }
  void set_title(std::string_view title);  // the first that is not blank stays
  // As the file itself states it; the first stays, but a time on that day is more than the day alone.
  void set_start(std::optional<Instant> start);
  // The same from within the words of a title, which may be another day's ("Preparing the fair of 8 June 2026"): it
  // counts where nothing else states a start.
  void set_start_in_title(Instant start);
  void forget_start_in_title() { start_in_title_.reset(); }
  // Since midnight, stated apart from the day; the first stays. It counts where the start is a day alone.
  void set_time_of_day(std::chrono::seconds time);
  void add_participant(std::string_view name);
  void forget_lines() { has_lines_ = false; }  // what follows has no lines of the input
  bool keeps_warnings() const { return out_.warnings.size() < kMostWarningsKept; }
  bool has_title() const { return out_.title.has_value(); }
  bool takes_part(std::string_view name) const;  // a participant's full name so far, or the first part of one
  bool has_only_day() const;                     // a start without a time of day
  const std::optional<Instant>& start() const { return out_.started_at; }
  std::optional<std::uint32_t> first_warned_line() const;

  // Errors: invalid_argument without a turn, or with more than kMostTurns.
  Result<Transcript> finish();

 private:
  void add_turn(Entry entry, std::string text);
  void check_times(Entry& entry);

  Transcript out_;
  std::optional<std::chrono::seconds> time_of_day_;
  std::optional<Instant> start_in_title_;
  std::optional<Milliseconds> latest_end_;
  std::optional<Milliseconds> last_start_;
  std::uint32_t overlaps_ = 0;
  std::uint32_t first_overlap_ = 0;
  std::size_t spoken_turns_ = 0;
  bool too_many_ = false;
  bool has_lines_ = true;
};

// Valid UTF-8 without control characters but '\n' and '\t', trimmed; "\r\n" and "\r" become '\n'. Never longer.
std::string plain_text(std::string_view text);
// The same on one line, runs of white space made one, at most kLongestName bytes.
std::string plain_name(std::string_view name);

}  // namespace hebb
