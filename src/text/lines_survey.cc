#include "text/lines_survey.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "text/ascii.h"
#include "text/exporter_words.h"
#include "text/lines_header.h"
#include "text/one_of.h"

namespace hebb {
namespace {

using Kind = LineHead::Kind;

constexpr std::size_t kMostNames = 20'000;    // memory is bounded
constexpr std::size_t kLongestPreamble = 12;  // entries above the first label that are no evidence against it

void note_exporter(std::string_view line, LinesSurvey& survey) {
  const Exporter exporter = exporter_of(line);
  survey.teams |= exporter == Exporter::teams;
  survey.google_meet |= exporter == Exporter::google_meet;
}

// How often a form of heads stands in a text.
struct FormCount {
  std::set<std::string_view> names;
  std::size_t count = 0;
  bool repeated = false;
  std::size_t steps_back = 0;  // within a day, where days are given
  std::optional<WrittenDay> day;
  Milliseconds latest{};

  void see(const LineHead& head) {
    ++count;
    if (names.size() < kMostNames) repeated |= !names.insert(head.name).second;
    steps_back += head.start < latest && head.day == day;
    latest = *head.start;
    day = head.day;
  }

  // "Monday 9:00: opening"; who is called Sun speaks with others.
  bool names_days() const {
    return static_cast<std::size_t>(std::ranges::count_if(names, is_day_name)) * 2 > names.size();
  }

  // Times slip, and begin anew in a second part.
  bool in_order() const {
    constexpr std::size_t kFewestToSlip = 5;
    constexpr std::size_t kHeadsToSlip = 10;
    return steps_back <= (count < kFewestToSlip ? 0 : std::max<std::size_t>(count / kHeadsToSlip, 1));
  }
};

struct FormCounts {
  std::size_t lines = 0;
  std::size_t labels = 0;
  std::size_t labels_changing = 0;         // behind ">>"
  std::size_t names_above_times = 0;       // on lines of their own
  std::set<std::string_view> above_times;  // these, and their first words
  std::map<std::string_view, std::size_t> label_counts;
  std::map<std::string_view, std::size_t> labels_below;  // of them, those below a name and its time
  std::size_t labels_below_dated = 0;                    // below the last dated line
  std::size_t dated_lines = 0;
  bool begins_dated = false;
  bool like_talk = false;  // two dated lines in succession are of one day, or one has seconds
  std::optional<WrittenDay> last_day;
  FormCount dated, before_colon, in_square, in_round;

  void see(const ScannedLine& line) {
    const LineHead& head = line.head;
    if (head.day) {
      begins_dated |= lines == 0;
      like_talk |= last_day == head.day || *head.start % std::chrono::minutes(1) != Milliseconds(0);
      last_day = head.day;
      ++dated_lines;
      labels_below_dated = 0;
    }
    ++lines;
    names_above_times += line.above_time;
    if (line.above_time && above_times.size() < kMostNames) {
      above_times.insert(head.name);
      above_times.insert(head.name.substr(0, head.name.find(' ')));
    }
    if (!line.label_below.empty() && labels_below.size() < kMostNames) ++labels_below[line.label_below];
    if (head.kind != Kind::label || is_heading_word(head.name)) return;
    ++labels;
    if (label_counts.size() < kMostNames) ++label_counts[head.name];
    labels_changing += line.speaker_changes;
    labels_below_dated += !head.day;
    if (head.day) dated.see(head);
    if (head.place == LineHead::StampPlace::before_colon) before_colon.see(head);
    if (head.place == LineHead::StampPlace::in_square) in_square.see(head);
    if (head.place == LineHead::StampPlace::in_round) in_round.see(head);
  }

  // A list of dates among prose is none, nor are some of them in what was said.
  bool is_dated() const {
    const bool most = dated_lines * 2 > lines || (like_talk && (begins_dated || dated_lines * 3 >= lines));
    const bool short_talk = begins_dated && like_talk && dated_lines * 3 >= lines * 2;
    return dated.count > 0 && (dated.count * 2 >= labels || holds_lists()) && most && (dated.repeated || short_talk);
  }

  // The messages of a chat may hold more labels ("Done: …") than there are messages; a schedule has a whole transcript
  // below its last line.
  bool holds_lists() const {
    constexpr std::size_t kMostBelow = 4;  // labels for each dated one
    return like_talk && dated.repeated && dated.names.size() > 1 && dated.in_order() &&
           labels_below_dated <= dated.count * kMostBelow;
  }

  // "Pricing", a time and "Maya: text" below, who speaks again; not "Jonas: can you hear me?", said to who speaks too.
  bool has_sections() const {
    std::size_t sections = 0;
    for (const auto& [label, count] : labels_below) {
      const auto seen = label_counts.find(label);
      const bool again = names_above_times == 1 || (seen != label_counts.end() && seen->second > 1);
      sections += again && !above_times.contains(label) ? count : 0;
    }
    return sections * 2 > names_above_times;
  }

  bool is_behind_labels(const FormCount& form) const {
    return form.count > 1 && form.count * 4 >= labels * 3 && form.in_order();
  }

  // Not "Lunch 12:30: pizza" among other lines; who speaks alone begins most of them.
  bool is_before_colons() const {
    const bool alone = before_colon.count > 2 && before_colon.count * 2 > lines;
    return before_colon.count * 2 > labels && before_colon.repeated && (before_colon.names.size() > 1 || alone) &&
           !before_colon.names_days() && before_colon.in_order();
  }
};

FormCounts count_forms(std::string_view text) {
  FormCounts counts;
  LineScanner scanner(text);
  while (const auto line = scanner.next()) {
    if (line->mark != kFrontMark) counts.see(*line);
  }
  return counts;
}

HeadForms usual_forms(const FormCounts& counts) {
  return {.dated = counts.is_dated(),
          .stamp_before_colon = counts.is_before_colons(),
          .stamp_in_square = counts.is_behind_labels(counts.in_square),
          .stamp_in_round = counts.is_behind_labels(counts.in_round),
          .changes = counts.labels_changing > 1 && counts.labels_changing * 2 >= counts.labels,
          .name_above_label = !counts.has_sections()};
}

// Heads set off by a mere space among others: "Board Room 14:00" lies beyond the next one's 1:02.
class WeakHeads {
 public:
  void see(const ScannedLine& line, LinesSurvey& survey) {
    const LineHead& head = line.head;
    if (head.kind != Kind::name_stamp || !head.start) return;
    if (!head.strong) {
      if (pending_.size() < kMostPending) pending_.push_back({line.number, *head.start});
      return;
    }
    settle(*head.start, survey);
    before_ = *head.start;
  }

  // Below the last of the others a long silence is none.
  void end(LinesSurvey& survey) { settle(before_ + kLongestSilence, survey); }

 private:
  static constexpr std::size_t kMostPending = 1000;
  static constexpr std::chrono::minutes kLongestSilence{5};

  void settle(Milliseconds next, LinesSurvey& survey) {
    for (const auto& [line, start] : pending_) {
      if (start < before_ || start > next) survey.heads_out_of_order.insert(line);
    }
    pending_.clear();
  }

  std::vector<std::pair<std::uint32_t, Milliseconds>> pending_;
  Milliseconds before_{};
};

// Topics that are counted between what is said, each at once above somebody's words. In a list one follows another.
class TopicCount {
 public:
  void see(const LineHead& head, bool label, LinesSurvey& survey) {
    if (label && !above_.empty()) {
      const auto [first, fresh] = firsts_.emplace(above_kind_, above_);
      if (!fresh && first->second != above_) survey.counted_topics.insert(above_kind_);
    }
    const bool listed = !above_kind_.empty();
    above_kind_ = topic_kind(head);
    above_ = listed || above_kind_.empty() ? "" : head.name;
  }

 private:
  std::map<std::string, std::string_view> firsts_;  // by kind
  std::string above_kind_;                          // of the line before
  std::string_view above_;                          // this, where none stands above it
};

void note_day(const LineHead& head, LinesSurvey& survey) {
  if (!survey.first_dated) survey.first_dated = DayStamp{.day = *head.day, .time = *head.start};
  survey.dated_labels += head.kind == Kind::label;
  if (survey.day_order == DayOrder::unknown) survey.day_order = head.day->order;
}

void note_stamp(const LineHead& head, StampTimes& times) {
  if (!times.first) times.first = head.start;
  ++times.count;
  times.in_order = times.in_order && *head.start >= times.latest;
  times.latest = std::max(times.latest, *head.start);
  times.late += *head.start >= kClockOfDay;
  times.hours_if_any += head.short_time && *head.start < std::chrono::minutes(24);
}

void note_times(const LineHead& head, LinesSurvey& survey) {
  survey.sure_labels += head.sure;
  if (head.sure && !survey.lines_above_chat) survey.lines_above_chat = survey.lines - 1;
  if (head.day) return note_day(head, survey);
  survey.stamped_text += head.kind == Kind::stamped_text;
  survey.stamped_labels += head.kind == Kind::label && head.start;
  survey.bracketed |= head.bracketed;
  survey.spoken |= head.spoken;
  survey.tabbed |= head.tabbed && head.kind == Kind::label;
  if (head.start) note_stamp(head, head.kind == Kind::stamp ? survey.times_alone : survey.times);
}

// Minutes hold a line with a time too ("Board Room 14:00"), and agendas several: speakers come again, or are set off
// by more than a space.
std::size_t count_heads(const LinesSurvey& survey) {
  std::size_t heads = survey.strong_heads > 1 || survey.sure_head ? survey.strong_heads : 0;
  if (survey.heads.repeated() > 0) heads = std::max(heads, survey.heads.attributed());
  return heads + (names_below_times(survey) ? survey.below_times.attributed() : 0);
}

// A transcript begins near 0:00; the hours of a working day begin with 6.
bool may_be_hours(const StampTimes& times) {
  return times.count > 1 && times.in_order && times.hours_if_any == times.count &&
         *times.first >= std::chrono::minutes(6);
}

// Times alone tell something where no others do: a header may hold one.
const StampTimes& times_of(const LinesSurvey& survey) {
  return survey.times.count > 0 ? survey.times : survey.times_alone;
}

}  // namespace

std::string topic_kind(const LineHead& head) {
  if (head.kind != Kind::label || head.start || head.name.empty() || !is_digit(head.name.back())) return {};
  std::string kind = lower_ascii(without_number(head.name));
  return one_of(kind, {"topic", "agenda item"}) ? kind : "";
}

bool ends_sentence(std::string_view line) {
  constexpr std::string_view kEnds = ".?!:;\")]*";
  if (line.empty() || kEnds.contains(line.back())) return true;
  return std::ranges::any_of(std::to_array<std::string_view>({"…", "。", "！", "？", "”", "’", "»"}),
                             [&](std::string_view end) { return line.ends_with(end); });
}

bool is_wrapped(std::string_view line, const LinesSurvey& survey) {
  return !ends_sentence(line) && line.size() >= kUnwrappedBytes && line.size() * 4 >= survey.longest_line * 3;
}

LinesSurvey survey_lines(std::string_view text) {
  const FormCounts forms = count_forms(text);
  LinesSurvey survey{.forms = usual_forms(forms), .may_hold_lists = forms.is_dated() && forms.holds_lists()};
  std::size_t entries = 0;
  std::size_t above = 0;  // entries before the first label that looks like a name
  bool named = false;
  bool fresh = true;  // whether an entry may begin here: the line is not the next of a wrapped sentence
  bool below_strong = false;
  bool below_sure = false;
  WeakHeads weak_heads;
  TopicCount topics;
  LineScanner scanner(text, survey.forms);
  while (const auto line = scanner.next()) {
    if (line->mark == kFrontMark) continue;
    const LineHead& head = line->head;
    ++survey.lines;
    survey.longest_line = std::max(survey.longest_line, line->text.size());
    survey.blocks += line->after_blank;
    const bool heading = head.kind == Kind::label && !head.sure && is_heading_word(head.name);
    const bool label = head.kind == Kind::label && !head.sure && !heading;
    const bool counts_topics = heading && is_digit(head.name.back());  // "Topic 2: Hiring" amid labelled talk
    if (label && is_proper_name(head.name) && !std::exchange(named, true)) above = entries;
    entries += label || (head.kind != Kind::stamp && !head.sure && !counts_topics && (fresh || line->after_blank));
    const bool is_head = head.kind == Kind::name_stamp;
    const bool text_below = below_strong && !is_head && head.kind != Kind::stamp;
    survey.strong_heads += text_below;
    survey.weak_heads += is_head && !head.strong;
    survey.sure_head |= text_below && below_sure;
    below_strong = is_head && head.strong && is_proper_name(head.name) && !is_heading_word(head.name);
    below_sure = head.spoken || head.bracketed || head.spaced;
    fresh = ends_sentence(line->text) || line->text.size() < kUnwrappedBytes;
    if (label) survey.labels.see(head.name);
    if (is_head) survey.heads.see(head.name);
    weak_heads.see(*line, survey);
    topics.see(head, label && is_proper_name(head.name), survey);
    if (is_head && line->mark == kHeadingMark) survey.headings.see(head.name);
    if (head.kind == Kind::stamped_text && !head.name.empty()) {
      survey.below_times.see(head.name);
      survey.bare_below_times |= !head.dashed;
    }
    note_times(head, survey);
    note_exporter(line->text, survey);
  }
  weak_heads.end(survey);
  survey.labels.set_entries(entries - (above <= kLongestPreamble ? above : 0));
  survey.heads.set_entries(survey.blocks);
  survey.below_times.set_entries(survey.stamped_text);
  return survey;
}

// An agenda's item may come again too ("11:00 Coffee Break").
bool names_below_times(const LinesSurvey& survey) {
  return survey.below_times.repeated() > (survey.bare_below_times ? 1 : 0);
}

bool is_chat(const LinesSurvey& survey) {
  return survey.lines_above_chat && *survey.lines_above_chat <= kLongestPreamble &&
         (survey.may_hold_lists || survey.sure_labels >= survey.labels.attributed());
}

Layout choose_layout(const LinesSurvey& survey) {
  const std::size_t heads = count_heads(survey);
  const std::size_t labelled = survey.labels.attributed() + survey.sure_labels;
  if (is_chat(survey) && heads < survey.sure_labels) return Layout::chat;
  if (heads > 0 && heads >= labelled) return Layout::heads;
  if (labelled > 0) return Layout::labels;
  if (survey.stamped_text > 1 && survey.stamped_text * 2 >= survey.lines) return Layout::stamped;
  return Layout::prose;
}

std::string_view name_format(Layout layout, const LinesSurvey& survey) {
  switch (layout) {
    case Layout::prose:
      return "prose";
    case Layout::heads:
      if (survey.bracketed) return "zoom_txt";
      return survey.teams || survey.spoken ? "teams_txt" : "otter_txt";
    case Layout::labels:
    case Layout::chat:
      if (survey.tabbed) return "zoom_txt";
      if (survey.google_meet) return "google_meet_txt";
      return "speaker_lines";
    case Layout::stamped:
      return "speaker_lines";
  }
  return "prose";
}

LinesClock::LinesClock(const LinesSurvey& survey, std::string_view format)
    : first_dated_(survey.dated_labels > 0 ? survey.first_dated : std::nullopt),
      day_order_(survey.day_order),
      perhaps_of_day_(may_be_hours(times_of(survey))) {
  const StampTimes& times = times_of(survey);
  const bool zoom = format == "zoom_txt";
  const bool most = zoom || times.late * 2 >= times.count;  // most of Zoom's may be of the day after
  const auto least = zoom ? kZoomsClock : kClockOfDay;
  if (most && times.first && *times.first >= least) clock_.emplace(*times.first);
}

std::optional<Milliseconds> LinesClock::offset(std::optional<Milliseconds> stamp) {
  return stamp && clock_ ? clock_->offset(*stamp) : stamp;
}

std::optional<Milliseconds> LinesClock::start_of(const LineHead& head) {
  if (!head.day) return offset(head.start);
  if (!first_dated_) return std::nullopt;
  const auto from = instant_of(*first_dated_, day_order_);
  const auto to = instant_of({.day = *head.day, .time = *head.start}, day_order_);
  std::optional<Milliseconds> passed;
  if (*head.day == first_dated_->day) {
    passed = *head.start - first_dated_->time;
  } else if (from && to) {
    passed = std::chrono::duration_cast<Milliseconds>(*to - *from);
  }
  return passed && *passed >= Milliseconds(0) ? passed : std::nullopt;
}

std::optional<Instant> LinesClock::first_instant() const {
  return first_dated_ ? instant_of(*first_dated_, day_order_) : std::nullopt;
}

}  // namespace hebb
