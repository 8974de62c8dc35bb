// Transcripts written as plain lines: "Name  0:03" above what was said, "Name: text", "[0:03] text", or prose.
#include <utility>

#include "text/exporter_words.h"
#include "text/format_readers.h"
#include "text/header_keys.h"
#include "text/lines_head.h"
#include "text/lines_header.h"
#include "text/lines_survey.h"
#include "text/one_of.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

using Kind = LineHead::Kind;

class LinesReader {
 public:
  LinesReader(const LinesSurvey& survey, Layout layout, std::string_view format, TranscriptBuilder& out)
      : survey_(&survey),
        layout_(layout),
        out_(&out),
        header_(out, layout == Layout::prose),
        clock_(survey, format),
        all_labelled_(survey.labels.attributed() * 4 >= survey.lines * 3) {}

  void read(std::string_view text) {
    if (layout_ == Layout::prose) prose_header_ = header_of_prose(text);
    header_.look_at(text, layout_ == Layout::heads ? survey_->heads : survey_->labels);
    LineScanner scanner(text, survey_->forms);
    auto line = scanner.next();
    while (line) {
      auto below = scanner.next();
      label_below_ = below && is_strange_label(*below);
      talk_below_ = below && begins_turn(*below);
      read_line(*line);
      line = below;
    }
    close();
    if (layout_ != Layout::prose) out_->set_start(clock_.first_instant());
    if (clock_.of_day() && !clock_.first_instant()) {
      out_->warn("clock_times", "the times are those of a clock; they are counted from the first of them");
    } else if (clock_.perhaps_of_day() && layout_ != Layout::prose) {
      out_->warn("unclear_times", "the times may be hours and minutes; they are read as minutes and seconds");
    }
  }

 private:
  void read_line(const ScannedLine& line) {
    read_any(line);
    wrapped_ = is_wrapped(line.text, *survey_);
    label_above_ = is_strange_label(line);
    topic_above_ = !topic_kind(line.head).empty();
    announced_ = line.text.ends_with(':');
  }

  void read_any(const ScannedLine& line) {
    if (line.mark == kFrontMark) return header_.take_front(line.text);
    const Placed placed = in_header_ ? place_of(line) : Placed::talk;
    if (placed == Placed::unknown_in_header) return keep_unknown(line);
    if (placed == Placed::header) {
      const bool keyed = line.head.kind == Kind::label && is_heading_word(line.head.name);  // "Apologies: Ben Cole"
      const bool heading = line.mark == kHeadingMark || (line.number < prose_header_.first && !keyed);
      if (line.mark != kRowMark && header_.take(line.text, line.after_blank, heading)) {
        header_line_ = line.number;
        if (layout_ == Layout::prose) close();
        return;
      }
      // In prose only what stands at the very top is a header.
      in_header_ = layout_ != Layout::prose || line.number < prose_header_.last;
    }
    if (is_boilerplate(line.text)) return close();
    if (line.head.day && line.head.kind == Kind::stamped_text && is_chat_notice(line.head.rest)) return close();
    if (line.mark == kHeadingMark && !names_speaker(line)) {
      close();
      if (line.head.kind == Kind::stamp) next_start_ = line.head.start;  // "### 00:05:00"
      return out_->skip();
    }
    if (layout_ == Layout::prose) return read_prose(line);
    if (layout_ == Layout::chat && !begins_turn(line)) return append(line);  // "14:30" is part of a message
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

  enum class Placed { talk, header, unknown_in_header };

  // Where a line above the first turn belongs. "Chair: Maya Okafor" and "Venue: Room 4" look like somebody's words.
  Placed place_of(const ScannedLine& line) const {
    if (line.head.kind == Kind::stamp) return Placed::talk;
    if (!begins_turn(line)) return Placed::header;
    const LineHead& head = line.head;
    if (head.kind != Kind::label || head.start || head.sure || line.speaker_changes || line.mark != '\0')
      return Placed::talk;
    const Labelled pair{head.name, head.rest};
    const bool again = survey_->labels.comes_again(head.name);
    if (again && hosts_in(pair).empty()) return Placed::talk;
    const bool below = header_.goes_on_below(line.text, survey_->labels);
    if (states_header(pair) && (!again || below)) return Placed::header;
    if (again || is_sure_speaker(head.name) || out_->takes_part(head.name)) return Placed::talk;
    const bool last = header_line_ > 0 && header_line_ + 1 == line.number && survey_->labels.repeated() > 1 &&
                      header_.ends_below(line.text);
    return (below || last) && may_be_value(head.rest, below) ? Placed::unknown_in_header : Placed::talk;
  }

  // Of nobody's, since we cannot tell what it is.
  void keep_unknown(const ScannedLine& line) {
    close();
    header_line_ = line.number;
    out_->add({.text = std::string(line.text), .line = line.number});
  }

  bool is_name_head(const ScannedLine& line) const {
    const LineHead& head = line.head;
    if (head.name.empty() || is_heading_word(head.name)) return false;
    if (head.kind == Kind::stamped_text)
      return names_below_times(*survey_) && survey_->below_times.is_speaker(head.name);
    if (head.kind != Kind::name_stamp || head.strong) return head.strong && head.kind == Kind::name_stamp;
    // Where the exporter sets names off by more than a space, "Board Room 14:00" is text.
    const bool as_others = survey_->weak_heads >= survey_->strong_heads || survey_->heads.comes_again(head.name) ||
                           !survey_->heads_out_of_order.contains(line.number);
    return as_others && survey_->heads.is_speaker(head.name);
  }

  // Sections have times too ("## Pricing (12:30)"), but none comes again.
  bool names_speaker(const ScannedLine& heading) const {
    return layout_ == Layout::heads && survey_->headings.repeated() > 0 && is_name_head(heading);
  }

  // Among labelled lines a wrapped one may begin with a time: "… the call is at / 10:30 in the big room."
  bool begins_stamped(const ScannedLine& line) const {
    return line.head.kind == Kind::stamped_text && !line.head.day &&
           (survey_->stamped_labels > 1 || line.after_blank || line.head.enclosed);
  }

  // Behind a name that is no speaker's a time is part of what was said: "Lunch 12:30: pizza".
  bool is_label(const LineHead& head) const {
    if (head.kind != Kind::label) return false;
    return survey_->labels.is_speaker(head.name) || (head.start && head.place == LineHead::StampPlace::elsewhere);
  }

  bool begins_turn(const ScannedLine& line) const {
    const LineHead& head = line.head;
    switch (layout_) {
      case Layout::heads:
        return is_name_head(line);
      case Layout::chat:
        return head.sure || (head.day && head.kind == Kind::stamped_text);
      case Layout::labels:
        return head.sure || is_label(head) || begins_stamped(line) || is_name_head(line);
      case Layout::stamped:
        return (head.kind == Kind::stamped_text && !head.day) || (head.kind == Kind::label && head.start);
      case Layout::prose:
        return false;
    }
    return false;
  }

  void begin(const ScannedLine& line) {
    const LineHead& head = line.head;
    // Teams' page copies name and time twice before the text.
    const bool again = open_ && entry_.text.empty() && entry_.speaker && *entry_.speaker == speaker_of(head);
    if (!again) close();
    const bool above = is_name_head(line);  // what was said stands below
    const bool named = above || head.sure || head.kind == Kind::name_stamp || survey_->labels.is_speaker(head.name);
    entry_ = {.start = clock_.start_of(head), .end = clock_.offset(head.end), .line = line.number};
    if (!head.start) entry_.start = clock_.offset(std::exchange(next_start_, std::nullopt));
    next_start_.reset();
    if (named && !head.name.empty()) entry_.speaker = std::string(speaker_of(head));
    if (above) {
      entry_.text.clear();
    } else if (named || head.kind == Kind::stamped_text) {
      entry_.text = head.day && is_omitted_media(head.rest) ? "" : std::string(head.rest);
    } else {
      entry_.text = std::string(head.name) + ": " + std::string(head.rest);
    }
    open_ = true;
  }

  void read_more(const ScannedLine& line) {
    if (begins_section(line)) close();
    if (line.speaker_changes || begins_with_stranger(line)) close();
    if (is_item(line) && (!entry_.speaker || is_labelled_item(line))) close();
    append(line);
  }

  // "Action items:" begins something that nobody in particular said; in labelled talk also at once below other words.
  bool begins_section(const ScannedLine& line) const {
    const auto label = split_label(line.text);
    if (!label || !is_heading_word(label->label)) return false;
    if (line.after_blank || layout_ != Layout::labels || announced_) return line.after_blank;
    if (talk_below_ && !topic_above_ && survey_->counted_topics.contains(topic_kind(line.head))) return true;
    if (wrapped_) return false;
    const std::string name = lower_ascii(without_number(label->label));
    const bool alone = label->rest.empty();  // with more behind it, somebody may say it
    return !entry_.speaker || one_of(name, {"action", "action item", "decision"}) ||
           (alone && one_of(name, {"action items", "action points", "actions", "decisions", "decisions made",
                                   "follow-ups", "next steps"}));
  }

  // Behind what may name somebody, though we cannot tell: not the words of the speaker before.
  bool begins_with_stranger(const ScannedLine& line) const {
    const LineHead& head = line.head;
    if (layout_ == Layout::heads) return head.kind == Kind::none && head.strong;
    if (layout_ != Layout::labels) return false;
    const bool sign = bare_name(head.name) != head.name;
    if (head.kind == Kind::label && !could_be_name(head.name) && !sign) return true;
    if (announced_ || label_above_ || label_below_) return false;  // a list of the speaker's
    return line.mark == '\0' && (!wrapped_ || line.after_blank) && begins_with_some_name(line.text, all_labelled_);
  }

  // A label that begins no turn.
  bool is_strange_label(const ScannedLine& line) const {
    return layout_ == Layout::labels && line.head.kind == Kind::label && !begins_turn(line);
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

  const LinesSurvey* survey_;
  Layout layout_;
  TranscriptBuilder* out_;
  HeaderReader header_;
  ProseHeader prose_header_;
  LinesClock clock_;
  Entry entry_;
  std::optional<Milliseconds> next_start_;
  bool open_ = false;
  bool in_header_ = true;
  std::uint32_t header_line_ = 0;  // the last that was understood as one, or stands among these
  bool sentence_ended_ = false;
  bool wrapped_ = false;      // the line before goes on in this one
  bool announced_ = false;    // the line before ends in a colon
  bool label_above_ = false;  // the lines around this one begin with labels that are no speakers'
  bool label_below_ = false;
  bool talk_below_ = false;   // somebody's words begin in the line below
  bool topic_above_ = false;  // as topic_kind() knows them
  bool all_labelled_;         // nearly every line is a speaker's
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
  LinesSurvey survey = survey_lines(text);
  const bool chat = is_chat(survey);
  auto layout = format ? layout_of(*format) : std::nullopt;
  if (layout) {
    survey.labels.trust();
    survey.heads.trust();
    if (layout == Layout::labels && chat) layout = Layout::chat;
  } else {
    layout = choose_layout(survey);
  }
  const std::string_view name = format.value_or(name_format(*layout, survey));
  out.set_format(name);
  LinesReader(survey, *layout, name, out).read(text);
}

}  // namespace hebb
