// A first look at a transcript written as lines: what its lines begin with, and so how they are laid out. Private to
// text/.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/time.h"
#include "text/lines_head.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"

namespace hebb {

// `chat`: labels that are sure, and below each the lines of one message.
enum class Layout { prose, labels, heads, stamped, chat };

inline constexpr std::size_t kUnwrappedBytes = 40;  // a shorter line without a full stop was not broken by an editor
inline constexpr std::chrono::hours kClockOfDay{
    6};  // no meeting's first words stand so late: the stamps are the clock's
inline constexpr std::chrono::hours kZoomsClock{1};

struct StampTimes {
  std::optional<Milliseconds> first;
  Milliseconds latest{};
  bool in_order = true;
  std::size_t count = 0;
  std::size_t late = 0;          // of them, beyond kClockOfDay
  std::size_t hours_if_any = 0;  // of them, such as a clock may show in hours and minutes: "9:15"
};

// What a first look at all lines finds.
struct LinesSurvey {
  HeadForms forms;              // those that are usual in the text
  bool may_hold_lists = false;  // a chat whose messages may hold more labels than there are messages
  SpeakerEvidence labels;
  SpeakerEvidence heads;        // names with a time on a line of their own
  SpeakerEvidence headings;     // those of them that are headings: "## Maya (0:03)", or sections with their times
  SpeakerEvidence below_times;  // the same, the time first
  std::size_t lines = 0;
  std::size_t longest_line = 0;  // bytes
  std::size_t blocks = 0;
  std::size_t strong_heads = 0;                // with text below
  std::size_t weak_heads = 0;                  // set off by a mere space
  std::set<std::uint32_t> heads_out_of_order;  // of these the lines whose times do not fit between the others'
  bool sure_head = false;                      // one of them is as no place with its time is written
  bool bare_below_times = false;               // of the names below_times, one stands behind a mere space
  std::size_t stamped_text = 0;
  std::size_t stamped_labels = 0;
  std::size_t sure_labels = 0;  // which `labels` does not hold
  bool bracketed = false;
  bool spoken = false;
  bool tabbed = false;
  bool teams = false;
  bool google_meet = false;
  std::set<std::string> counted_topics;         // as topic_kind() has them: several numbers stand at once above labels
  std::optional<std::size_t> lines_above_chat;  // above the first of the sure labels
  std::optional<DayStamp> first_dated;
  std::size_t dated_labels = 0;
  DayOrder day_order = DayOrder::unknown;
  StampTimes times;
  StampTimes times_alone;  // on lines of their own
};

LinesSurvey survey_lines(std::string_view text);
bool is_chat(const LinesSurvey& survey);
Layout choose_layout(const LinesSurvey& survey);
// The name of a format, as transcript_formats() has it.
std::string_view name_format(Layout layout, const LinesSurvey& survey);
// Whether names stand behind times, above what was said.
bool names_below_times(const LinesSurvey& survey);
// Of "Topic 2: …" and "Agenda item 3: …" what is counted, in small letters; empty for other labels. Speakers count
// options, steps and questions.
std::string topic_kind(const LineHead& head);
bool ends_sentence(std::string_view line);
// Whether an editor seems to have broken a line, so that the next goes on with its sentence.
bool is_wrapped(std::string_view line, const LinesSurvey& survey);

// Makes times of day offsets from the first, across midnight too; those with a day from the first of these.
class LinesClock {
 public:
  LinesClock(const LinesSurvey& survey, std::string_view format);
  bool of_day() const { return clock_ || first_dated_; }
  bool perhaps_of_day() const { return perhaps_of_day_; }  // read as minutes and seconds all the same
  std::optional<Milliseconds> offset(std::optional<Milliseconds> stamp);
  std::optional<Milliseconds> start_of(const LineHead& head);
  std::optional<Instant> first_instant() const;  // of those with a day

 private:
  std::optional<DayStamp> first_dated_;
  DayOrder day_order_;
  bool perhaps_of_day_;
  std::optional<ClockFromFirst> clock_;
};

}  // namespace hebb
