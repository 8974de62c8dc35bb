// Transcripts written as plain lines: "Name  0:03" above what was said, "Name: text", "[0:03] text", or prose.
#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "text/format_readers.h"
#include "text/lines_head.h"
#include "text/lines_header.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

using Kind = LineHead::Kind;

enum class Layout { prose, labels, heads, stamped };

constexpr std::size_t kLongestPreamble = 12;  // entries above the first label that are no evidence against it
constexpr std::size_t kUnwrappedBytes = 40;   // a shorter line without a full stop was not broken by an editor
constexpr std::chrono::hours kClockOfDay{6};  // no meeting's first words stand so late: the stamps are the clock's
constexpr std::chrono::hours kZoomsClock{1};

bool ends_sentence(std::string_view line) {
  constexpr std::string_view kEnds = ".?!:;\")]*";
  if (line.empty() || kEnds.contains(line.back())) return true;
  return std::ranges::any_of(std::to_array<std::string_view>({"…", "。", "！", "？", "”", "’", "»"}),
                             [&](std::string_view end) { return line.ends_with(end); });
}

// What a first look at all lines finds.
struct Survey {
  SpeakerEvidence labels;
  SpeakerEvidence heads;        // names with a time on a line of their own
  SpeakerEvidence below_times;  // the same, the time first
  std::size_t lines = 0;
  std::size_t blocks = 0;
  std::size_t strong_heads = 0;   // with text below
  bool sure_head = false;         // one of them is as no place with its time is written
  bool bare_below_times = false;  // of the names below_times, one stands behind a mere space
  std::size_t stamped_text = 0;
  std::size_t stamped_labels = 0;
  bool bracketed = false;
  bool spoken = false;
  bool tabbed = false;
  bool teams = false;
  bool google_meet = false;
  std::optional<Milliseconds> first_stamp;
  std::size_t times = 0;
  std::size_t late_times = 0;  // of them, beyond kClockOfDay
  std::size_t hour_times = 0;  // of them, beyond kZoomsClock
};

void note_exporter(std::string_view line, Survey& survey) {
  const Exporter exporter = exporter_of(line);
  survey.teams |= exporter == Exporter::teams;
  survey.google_meet |= exporter == Exporter::google_meet;
}

void note_times(const LineHead& head, Survey& survey) {
  survey.stamped_text += head.kind == Kind::stamped_text;
  survey.stamped_labels += head.kind == Kind::label && head.start;
  survey.bracketed |= head.bracketed;
  survey.spoken |= head.spoken;
  survey.tabbed |= head.tabbed && head.kind == Kind::label;
  if (!head.start || head.kind == Kind::stamp) return;
  if (!survey.first_stamp) survey.first_stamp = head.start;
  ++survey.times;
  survey.late_times += *head.start >= kClockOfDay;
  survey.hour_times += *head.start >= kZoomsClock;
}

Survey survey_lines(std::string_view text) {
  Survey survey;
  std::size_t entries = 0;
  std::size_t above = 0;  // entries before the first label that looks like a name
  bool named = false;
  bool fresh = true;  // whether an entry may begin here: the line is not the next of a wrapped sentence
  bool below_strong = false;
  bool below_sure = false;
  LineScanner scanner(text);
  while (const auto line = scanner.next()) {
    if (line->mark == kFrontMark) continue;
    const LineHead& head = line->head;
    ++survey.lines;
    survey.blocks += line->after_blank;
    const bool label = head.kind == Kind::label && !is_heading_word(head.name);
    if (label && is_proper_name(head.name) && !std::exchange(named, true)) above = entries;
    entries += label || (head.kind != Kind::stamp && (fresh || line->after_blank));
    const bool is_head = head.kind == Kind::name_stamp;
    const bool text_below = below_strong && !is_head && head.kind != Kind::stamp;
    survey.strong_heads += text_below;
    survey.sure_head |= text_below && below_sure;
    below_strong = is_head && head.strong && is_proper_name(head.name) && !is_heading_word(head.name);
    below_sure = head.spoken || head.bracketed || head.spaced;
    fresh = ends_sentence(line->text) || line->text.size() < kUnwrappedBytes;
    if (label) survey.labels.see(head.name);
    if (is_head) survey.heads.see(head.name);
    if (head.kind == Kind::stamped_text && !head.name.empty()) {
      survey.below_times.see(head.name);
      survey.bare_below_times |= !head.dashed;
    }
    note_times(head, survey);
    note_exporter(line->text, survey);
  }
  survey.labels.set_entries(entries - (above <= kLongestPreamble ? above : 0));
  survey.heads.set_entries(survey.blocks);
  survey.below_times.set_entries(survey.stamped_text);
  return survey;
}

// An agenda's item may come again too ("11:00 Coffee Break").
bool names_below_times(const Survey& survey) {
  return survey.below_times.repeated() > (survey.bare_below_times ? 1 : 0);
}

// Minutes hold a line with a time too ("Board Room 14:00"), and agendas several: speakers come again, or are set off
// by more than a space.
std::size_t count_heads(const Survey& survey) {
  std::size_t heads = survey.strong_heads > 1 || survey.sure_head ? survey.strong_heads : 0;
  if (survey.heads.repeated() > 0) heads = std::max(heads, survey.heads.attributed());
  return heads + (names_below_times(survey) ? survey.below_times.attributed() : 0);
}

Layout choose_layout(const Survey& survey) {
  const std::size_t heads = count_heads(survey);
  const std::size_t labelled = survey.labels.attributed();
  if (heads > 0 && heads >= labelled) return Layout::heads;
  if (labelled > 0) return Layout::labels;
  if (survey.stamped_text > 1 && survey.stamped_text * 2 >= survey.lines) return Layout::stamped;
  return Layout::prose;
}

std::string_view name_format(Layout layout, const Survey& survey) {
  switch (layout) {
    case Layout::prose:
      return "prose";
    case Layout::heads:
      if (survey.bracketed) return "zoom_txt";
      return survey.teams || survey.spoken ? "teams_txt" : "otter_txt";
    case Layout::labels:
      if (survey.tabbed) return "zoom_txt";
      if (survey.google_meet) return "google_meet_txt";
      return "speaker_lines";
    case Layout::stamped:
      return "speaker_lines";
  }
  return "prose";
}

// Makes times of day offsets from the first, across midnight too.
class Clock {
 public:
  Clock(const Survey& survey, std::string_view format) {
    const bool zoom = format == "zoom_txt";
    const bool most = (zoom ? survey.hour_times : survey.late_times) * 2 >= survey.times;
    const auto least = zoom ? kZoomsClock : kClockOfDay;
    if (most && survey.first_stamp && *survey.first_stamp >= least) origin_ = last_ = survey.first_stamp;
  }
  bool of_day() const { return origin_.has_value(); }
  std::optional<Milliseconds> offset(std::optional<Milliseconds> stamp) {
    if (!stamp || !origin_) return stamp;
    while (*stamp + std::chrono::hours(12) < *last_) *stamp += std::chrono::hours(24);
    if (*stamp < *origin_) return std::nullopt;
    last_ = stamp;
    return *stamp - *origin_;
  }

 private:
  std::optional<Milliseconds> origin_;
  std::optional<Milliseconds> last_;
};

class LinesReader {
 public:
  LinesReader(const Survey& survey, Layout layout, std::string_view format, TranscriptBuilder& out)
      : survey_(&survey), layout_(layout), out_(&out), header_(out, layout == Layout::prose), clock_(survey, format) {}

  void read(std::string_view text) {
    LineScanner scanner(text);
    while (const auto line = scanner.next()) read_line(*line);
    close();
    if (clock_.of_day()) {
      out_->warn("clock_times", "the times are those of a clock; they are counted from the first of them");
    }
  }

 private:
  void read_line(const ScannedLine& line) {
    if (line.mark == kFrontMark) return header_.take_front(line.text);
    if (in_header_ && !begins_turn(line) && line.head.kind != Kind::stamp) {
      if (line.mark != kRowMark && header_.take(line.text, line.after_blank, line.mark == kHeadingMark)) return;
      // In prose only what stands at the very top is a header.
      in_header_ = layout_ != Layout::prose;
    }
    if (is_boilerplate(line.text)) return close();
    if (line.mark == kHeadingMark) {
      close();
      if (line.head.kind == Kind::stamp) next_start_ = line.head.start;  // "### 00:05:00"
      return out_->skip();
    }
    if (layout_ == Layout::prose) return read_prose(line);
    if (begins_turn(line)) {
      in_header_ = false;
      begin(line);
    } else if (line.head.kind == Kind::stamp) {
      close();
      next_start_ = line.head.start;
    } else {
      read_more(line);
    }
  }

  bool is_name_head(const LineHead& head) const {
    if (head.name.empty() || is_heading_word(head.name)) return false;
    if (head.kind == Kind::stamped_text)
      return names_below_times(*survey_) && survey_->below_times.is_speaker(head.name);
    return head.kind == Kind::name_stamp && (survey_->heads.is_speaker(head.name) || head.strong);
  }

  // Among labelled lines a wrapped one may begin with a time: "… the call is at / 10:30 in the big room."
  bool begins_stamped(const ScannedLine& line) const {
    return line.head.kind == Kind::stamped_text &&
           (survey_->stamped_labels > 1 || line.after_blank || line.head.enclosed);
  }

  bool begins_turn(const ScannedLine& line) const {
    const LineHead& head = line.head;
    switch (layout_) {
      case Layout::heads:
        return is_name_head(head);
      case Layout::labels:
        return (head.kind == Kind::label && (survey_->labels.is_speaker(head.name) || head.start)) ||
               begins_stamped(line) || is_name_head(head);
      case Layout::stamped:
        return head.kind == Kind::stamped_text || (head.kind == Kind::label && head.start);
      case Layout::prose:
        return false;
    }
    return false;
  }

  void begin(const ScannedLine& line) {
    const LineHead& head = line.head;
    // Teams' page copies name and time twice before the text.
    const bool again = open_ && entry_.text.empty() && entry_.speaker && *entry_.speaker == head.name;
    if (!again) close();
    const bool above = is_name_head(head);  // what was said stands below
    const bool named = above || head.kind == Kind::name_stamp || survey_->labels.is_speaker(head.name);
    entry_ = {.start = clock_.offset(head.start), .end = clock_.offset(head.end), .line = line.number};
    if (!head.start) entry_.start = std::exchange(next_start_, std::nullopt);
    next_start_.reset();
    if (named && !head.name.empty()) entry_.speaker = std::string(head.name);
    if (above) {
      entry_.text.clear();
    } else if (named || head.kind == Kind::stamped_text) {
      entry_.text = std::string(head.rest);
    } else {
      entry_.text = std::string(head.name) + ": " + std::string(head.rest);
    }
    open_ = true;
  }

  void read_more(const ScannedLine& line) {
    // "Action items:" begins something that nobody in particular said.
    const auto label = line.after_blank ? split_label(line.text) : std::nullopt;
    if (label && is_heading_word(label->label)) close();
    if (begins_with_stranger(line.head)) close();
    if (is_item(line) && (!entry_.speaker || is_labelled_item(line))) close();
    append(line);
  }

  // Behind what may name somebody, though we cannot tell: not the words of the speaker before.
  bool begins_with_stranger(const LineHead& head) const {
    if (layout_ == Layout::heads) return head.kind == Kind::none && head.strong;
    return layout_ == Layout::labels && head.kind == Kind::label && !could_be_name(head.name);
  }

  static bool is_item(const ScannedLine& line) { return line.mark == kItemMark || line.mark == kRowMark; }

  // "Action item: …", as format_markdown.cc labels the items of such a section.
  static bool is_labelled_item(const ScannedLine& line) {
    const auto label = split_label(line.text);
    return label && names_items(label->label.substr(0, label->label.find(',')));
  }

  void append(const ScannedLine& line) {
    if (!open_) {
      entry_ = {.start = clock_.offset(std::exchange(next_start_, std::nullopt)), .line = line.number};
      open_ = true;
    }
    entry_.text += entry_.text.empty() ? "" : " ";
    entry_.text += line.text;
  }

  // A paragraph a turn; where no blank line parts them, lines that end a sentence do.
  void read_prose(const ScannedLine& line) {
    const bool broken = survey_->blocks > 1 ? line.after_blank : sentence_ended_;
    if (broken || is_item(line)) close();
    append(line);
    sentence_ended_ = ends_sentence(line.text);
  }

  void close() {
    if (std::exchange(open_, false)) out_->add(std::exchange(entry_, {}));
  }

  const Survey* survey_;
  Layout layout_;
  TranscriptBuilder* out_;
  HeaderReader header_;
  Clock clock_;
  Entry entry_;
  std::optional<Milliseconds> next_start_;
  bool open_ = false;
  bool in_header_ = true;
  bool sentence_ended_ = false;
};

std::optional<Layout> layout_of(std::string_view format) {
  if (format == "otter_txt" || format == "teams_txt") return Layout::heads;
  if (format == "google_meet_txt" || format == "speaker_lines") return Layout::labels;
  if (format == "prose") return Layout::prose;
  return std::nullopt;
}

}  // namespace

bool has_speakers(std::string_view text) {
  return choose_layout(survey_lines(text)) != Layout::prose;
}

void read_lines(std::string_view text, std::optional<std::string_view> format, TranscriptBuilder& out) {
  Survey survey = survey_lines(text);
  auto layout = format ? layout_of(*format) : std::nullopt;
  if (layout) {
    survey.labels.trust();
    survey.heads.trust();
  } else {
    layout = choose_layout(survey);
  }
  const std::string_view name = format.value_or(name_format(*layout, survey));
  out.set_format(name);
  LinesReader(survey, *layout, name, out).read(text);
}

}  // namespace hebb
