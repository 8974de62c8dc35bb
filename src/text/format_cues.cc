// WebVTT and SubRip, which differ in so little that one reader takes both, and what lies between them.
#include <algorithm>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include "text/ascii.h"
#include "text/format_readers.h"
#include "text/lines_header.h"
#include "text/markup.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr std::size_t kLinesToTheFirstCue = 200;
constexpr Milliseconds kLongestSilence{10000};  // within what one speaker says
constexpr std::size_t kFewestChanges = 3;       // of speaker, that tell that labels stand at changes only

struct Cue {
  std::optional<TimeRange> range;
  std::vector<Spoken> parts;
  std::uint32_t line = 0;
};

// "7", "00000000-0000-0000-0000-000000000000/12-0": what may stand before a timing without a blank line before it.
bool is_cue_number(std::string_view line) {
  line = trimmed(line);
  if (line.empty()) return false;
  if (std::ranges::all_of(line, is_digit)) return true;
  return line.size() >= 36 && line[8] == '-' && line[13] == '-' && !line.contains(' ');
}

class CueReader {
 public:
  CueReader(std::string_view text, TranscriptBuilder& out) : lines_(text), out_(&out) {}

  std::vector<Cue> read() {
    read_header();
    bool after_blank = true;
    while (const auto line = lines_.next()) {
      const bool blank = is_blank(line->text);
      if (!blank) read_line(*line, after_blank);
      after_blank = blank;
    }
    close();
    return std::move(cues_);
  }
  bool is_webvtt() const { return webvtt_ || (commas_ == 0 && !cues_.empty()); }

 private:
  void read_header() {
    const auto first = lines_.peek();
    if (!first || !first->text.starts_with("WEBVTT")) return;
    webvtt_ = true;
    read_metadata(first->text.substr(6), first->text.contains('-'));
    lines_.next();
    for (auto line = lines_.peek(); line && !is_blank(line->text) && !looks_like_timing(line->text);
         line = lines_.peek()) {
      read_metadata(line->text, false);
      lines_.next();
    }
  }

  // "- Beta review of 5 March 2026" after WEBVTT, "Title: …" and "Date: …" below it.
  void read_metadata(std::string_view line, bool may_be_title) {
    HeaderReader(*out_, !may_be_title)
        .take(line.substr(std::min(line.find_first_not_of(" \t-"), line.size())), true, false);
  }

  void read_line(const Line& line, bool after_blank) {
    if (after_blank && webvtt_ && is_block(line.text)) {
      while (lines_.peek() && !is_blank(lines_.peek()->text)) lines_.next();
    } else if (looks_like_timing(line.text)) {
      begin(line);
    } else if (is_identifier(line.text, after_blank)) {
      close();
      speaker_ = name_in(line.text);
    } else if (open_) {
      text_ += text_.empty() ? "" : "\n";
      text_ += line.text;
    } else {
      out_->skip("unreadable_line", "a line that belongs to no cue was left out", line.number);
    }
  }

  static bool is_block(std::string_view line) {
    line = trimmed(line);
    return line == "NOTE" || line.starts_with("NOTE ") || line.starts_with("NOTE\t") || line == "STYLE" ||
           line == "REGION";
  }

  bool is_identifier(std::string_view line, bool after_blank) const {
    const auto after = lines_.peek();
    if (!after || !looks_like_timing(after->text)) return false;
    // Behind a timing and a blank line it is the text, if no id by itself.
    const bool is_text = open_ && text_.empty();
    return is_cue_number(line) || (after_blank && (!is_text || name_in(line)));
  }

  // Zoom's older exports: 16 "Maya Okafor" (3054342656)
  static std::optional<std::string> name_in(std::string_view identifier) {
    const std::size_t digits = identifier.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos) return std::nullopt;
    const std::string_view quoted = trimmed(identifier.substr(digits));
    const std::size_t end = quoted.find("\" (");
    if (!quoted.starts_with('"') || end == std::string_view::npos || end < 2) return std::nullopt;
    const std::string_view name = quoted.substr(1, end - 1);
    return could_be_name(name) ? std::optional(std::string(name)) : std::nullopt;
  }

  void begin(const Line& line) {
    close();
    open_ = true;
    cue_ = {.range = parse_timing(line.text), .line = line.number};
    if (!cue_.range) {
      out_->warn("bad_cue", "a cue's times could not be read; its text is kept without them", line.number);
    } else {
      commas_ += cue_.range->comma;
    }
  }

  void close() {
    if (!std::exchange(open_, false)) return;
    cue_.parts = read_cue_text(text_);
    text_.clear();
    for (Spoken& part : cue_.parts) {
      if (!part.speaker) part.speaker = speaker_;
    }
    speaker_.reset();
    if (cues_.size() <= kMostTurns) cues_.push_back(std::move(cue_));
  }

  LineCursor lines_;
  TranscriptBuilder* out_;
  std::vector<Cue> cues_;
  Cue cue_;
  std::string text_;
  std::optional<std::string> speaker_;  // whom the cue's identifier names
  bool open_ = false;
  bool webvtt_ = false;
  std::size_t commas_ = 0;
};

// What captions that roll (YouTube's) show a second time: lines of the cue before on top of a cue's own.
class RollingLines {
 public:
  // Takes them out, and cues that hold nothing else, where most cues have such.
  static void drop(std::vector<Cue>& cues) {
    std::vector<std::size_t> shown_before(cues.size());
    std::vector<std::string_view> before;
    std::size_t rolling = 0, growing = 0;
    for (std::size_t i = 0; i < cues.size(); ++i) {
      const auto lines = lines_of(cues[i]);
      shown_before[i] = overlap(before, lines);
      rolling += shown_before[i] > 0;
      growing += shown_before[i] > 0 && (shown_before[i] < lines.size() || (i > 0 && shows_on(cues[i - 1], cues[i])));
      before = lines;
    }
    if (rolling * 2 <= cues.size() || growing * 4 < rolling) return;  // "No." may be said three times
    for (std::size_t i = 0; i < cues.size(); ++i) {
      if (shown_before[i] == 0) continue;
      std::string text;
      for (const auto line : lines_of(cues[i]) | std::views::drop(shown_before[i])) text.append(line) += '\n';
      cues[i].parts.front().text = std::move(text);
    }
    std::erase_if(cues, [](const Cue& cue) { return cue.parts.size() == 1 && cue.parts.front().text.empty(); });
  }

 private:
  // Those that are not blank; none of a cue with voices.
  static std::vector<std::string_view> lines_of(const Cue& cue) {
    std::vector<std::string_view> found;
    if (cue.parts.size() != 1 || cue.parts.front().speaker) return found;
    LineCursor lines(cue.parts.front().text);
    while (const auto line = lines.next()) {
      if (!is_blank(line->text)) found.push_back(trimmed(line->text));
    }
    return found;
  }

  // Of one that repeats: some words still, without a gap ("So the launch" with another of them underlined).
  static bool shows_on(const Cue& before, const Cue& cue) {
    const auto lines = lines_of(cue);
    const bool at_once = before.range && cue.range && cue.range->start <= before.range->end;
    return at_once && !lines.empty() && std::ranges::count(lines.front(), ' ') >= 2;
  }

  // The most lines that `before` ends and `lines` begin with.
  static std::size_t overlap(std::span<const std::string_view> before, std::span<const std::string_view> lines) {
    std::size_t n = std::min(before.size(), lines.size());
    while (n > 0 && !std::ranges::equal(before.last(n), lines.first(n))) --n;
    return n;
  }
};

// ">> Maya: text": what stands behind the marks of another's voice.
std::string_view without_change(std::string_view line) {
  line = trimmed(line);
  return line.starts_with(">>") ? trimmed(line.substr(std::min(line.find_first_not_of('>'), line.size()))) : line;
}

bool is_change(std::string_view line) {
  return trimmed(line).starts_with(">>");
}

// What the cues begin with.
struct CueNames {
  SpeakerEvidence labels;  // "Maya: text"
  SpeakerEvidence lines;   // a name on a line of its own above the text, as Teams' old Word files have it
  bool on_lines = false;
  bool at_changes = false;  // labels stand only where another begins to speak
  bool marked = false;      // labels stand behind ">>", which without a label begins what somebody else says

  std::optional<Labelled> split(std::string_view line) const {
    return labels.split(marked ? without_change(line) : line);
  }
};

// The name on the first of several lines.
std::optional<std::string_view> first_line_name(std::string_view text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = trimmed(text.substr(0, end));
  if (end == std::string_view::npos || !could_be_wide_name(line) || !is_proper_name(line)) return std::nullopt;
  return line;
}

// Before the colon of a line within a cue.
std::optional<std::string_view> label_of(std::string_view line) {
  const auto found = split_wide_label(line);
  const bool fits = found && (could_be_name(found->label) || is_proper_name(found->label));
  return fits ? std::optional(found->label) : std::nullopt;
}

// Names on lines of their own come again, and such names are most of what cues begin with: any capitals, and any words
// in a script without case, have the shape of a name.
CueNames names_of(const std::vector<Cue>& cues) {
  CueNames names;
  std::size_t parts = 0;
  SpeakerEvidence marked, unmarked;  // labels behind ">>", and others
  for (const Cue& cue : cues) {
    for (const Spoken& part : cue.parts) {
      ++parts;
      if (part.speaker) continue;
      if (const auto name = first_line_name(part.text)) names.lines.see(*name);
      LineCursor lines(part.text);
      while (const auto line = lines.next()) {
        const auto label = label_of(without_change(line->text));
        const bool changes = is_change(line->text);
        if (!label || (changes && !is_proper_name(*label))) continue;  // ">> so it is: …"
        names.labels.see(*label);
        (changes ? marked : unmarked).see(*label);
      }
    }
  }
  for (SpeakerEvidence* labels : {&names.labels, &marked, &unmarked}) labels->set_entries(parts);
  names.marked = marked.attributed() > 1 && marked.attributed() * 2 >= names.labels.attributed();
  if (!names.marked) names.labels = std::move(unmarked);
  names.on_lines = names.lines.seen_again() * 2 > parts;
  return names;
}

// Whether each label is of another than the label before, and as many cues at least have none.
bool names_changes(const std::vector<Cue>& cues, const CueNames& names) {
  std::string_view before;
  std::size_t labelled = 0, others = 0;
  for (const Cue& cue : cues) {
    for (const Spoken& part : cue.parts) {
      if (part.speaker) return false;
      bool first = true;
      LineCursor lines(part.text);
      while (const auto line = lines.next()) {
        const auto named = names.split(line->text);
        if (named && named->label == before) return false;
        if (named) before = named->label;
        labelled += named.has_value();
        others += std::exchange(first, false) && !named;
      }
    }
  }
  return labelled >= kFewestChanges && others >= labelled;
}

// Who goes on to speak where labels stand at changes only.
struct Going {
  std::optional<std::string> speaker;
  std::optional<Milliseconds> end;

  std::optional<std::string> at(const Cue& cue) const {
    const bool soon = cue.range && end && cue.range->start - *end <= kLongestSilence;
    return soon ? speaker : std::nullopt;
  }
};

// One entry a speaker within the cue; lines that name none go on from the one before, the first from `going`.
void add_cue(const Cue& cue, const CueNames& names, Going& going, TranscriptBuilder& out) {
  std::vector<Entry> entries;
  const auto begin = [&](std::optional<std::string> by, std::string_view text) {
    Entry entry{.speaker = std::move(by), .text = std::string(trimmed(text)), .line = cue.line};
    if (cue.range) {
      entry.start = cue.range->start;
      entry.end = cue.range->end;
    }
    entries.push_back(std::move(entry));
  };
  for (const Spoken& part : cue.parts) {
    bool first = true;
    LineCursor lines(part.text);
    const auto above = names.on_lines && !part.speaker ? first_line_name(part.text) : std::nullopt;
    if (above && names.lines.comes_again(*above)) {
      begin(std::string(*above), "");
      lines.next();
      first = false;
    }
    while (const auto line = lines.next()) {
      const auto named = part.speaker ? std::nullopt : names.split(line->text);
      if (named) {
        begin(std::string(named->label), named->rest);
      } else if (names.marked && !part.speaker && is_change(line->text)) {
        begin(std::nullopt, line->text);
      } else if (std::exchange(first, false) || entries.empty()) {
        begin(part.speaker ? part.speaker : going.at(cue), line->text);
      } else {
        std::string& text = entries.back().text;
        text += text.empty() ? "" : " ";
        text += trimmed(line->text);
      }
      first = false;
    }
  }
  std::erase_if(entries, [](const Entry& entry) { return is_blank(entry.text); });
  if (entries.empty()) begin(std::nullopt, "");
  if (names.at_changes && !entries.back().text.empty()) going = {entries.back().speaker, entries.back().end};
  for (Entry& entry : entries) out.add(std::move(entry));
}

}  // namespace

bool has_cues(std::string_view text) {
  LineCursor lines(text);
  for (std::size_t i = 0; i < kLinesToTheFirstCue; ++i) {
    const auto line = lines.next();
    if (!line) return false;
    if (i == 0 && (line->text == "WEBVTT" || line->text.starts_with("WEBVTT ") || line->text.starts_with("WEBVTT\t"))) {
      return true;
    }
    if (parse_timing(line->text)) return true;
  }
  return false;
}

void read_cues(std::string_view text, TranscriptBuilder& out) {
  CueReader reader(text, out);
  std::vector<Cue> cues = reader.read();
  out.set_format(reader.is_webvtt() || cues.empty() ? "vtt" : "srt");
  RollingLines::drop(cues);
  CueNames names = names_of(cues);
  names.at_changes = names_changes(cues, names);
  Going going;
  for (const Cue& cue : cues) add_cue(cue, names, going, out);
}

}  // namespace hebb
