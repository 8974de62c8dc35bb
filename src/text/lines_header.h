// What stands above and below the talk in a transcript of lines: title, date, who was there.
// Private to text/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/transcript_builder.h"
#include "text/transcript_dates.h"
#include "text/transcript_speakers.h"

namespace hebb {

// Where the header of prose says what it is ("Date: …", "Present: …", a date alone) below a title and the like. 0 where
// it does not.
struct ProseHeader {
  std::uint32_t first = 0;  // lines
  std::uint32_t last = 0;
};
ProseHeader header_of_prose(std::string_view text);

// Reads the lines above the first turn, one by one. Thread safety: confined to one thread.
class HeaderReader {
 public:
  // `prose`: there are no turns to stand above, so that only what names itself ("Date: …") is taken.
  HeaderReader(TranscriptBuilder& out, bool prose) : out_(&out), prose_(prose) {}

  // The text that the lines are of, which tells what follows on one, and who speaks below; they outlive the reader's
  // use.
  void look_at(std::string_view text, const SpeakerEvidence& speakers) {
    text_ = text;
    speakers_ = &speakers;
  }
  // Whether the line was understood as part of a header; otherwise it is text. `heading`: in prose too it may be a
  // title.
  bool take(std::string_view line, bool after_blank, bool heading);
  // Whether the lines at once below one of the text's hold something that only a header does, above any label of who
  // speaks again.
  bool goes_on_below(std::string_view line, const SpeakerEvidence& labels) const;
  bool ends_below(std::string_view line) const;  // in a blank line
  // A line of front matter, which is never text: "date: 2026-03-05", or "- Maya Okafor" below "attendees:".
  void take_front(std::string_view line);

 private:
  bool take_list(std::string_view line, bool after_blank);
  bool take_pair(std::string_view line);
  bool take_date(std::string_view line, bool heading);
  bool take_title(std::string_view line, bool heading);
  bool is_like_title(std::string_view line) const;
  std::string_view below(std::string_view line) const;
  bool begins_as_day_of_meeting(std::string_view line, const FoundDate& date);
  void set_start(std::string_view line, const FoundDate& date);

  enum class List { none, names, ignored };

  TranscriptBuilder* out_;
  bool prose_;
  std::string_view text_;
  const SpeakerEvidence* speakers_ = nullptr;
  List list_ = List::none;
  bool list_begun_ = false;
  bool list_in_small_ = false;  // its first line is
  bool lists_days_ = false;
  bool refused_ = false;      // as a title, the line before
  bool geminis_ = false;      // the notes are Gemini's
  bool front_names_ = false;  // the list of front matter that is open is one of names
  std::uint32_t lines_ = 0;
};

}  // namespace hebb
