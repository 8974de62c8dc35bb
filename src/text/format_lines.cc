// Transcripts written as plain lines: "Name  0:03" above what was said, "Name: text", or nothing but prose.
#include <vector>

#include "text/format_readers.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

struct NameAndStamp {
  std::string_view name;
  Milliseconds stamp;
};

// "Maya Okafor  0:03", and nothing else on the line.
std::optional<NameAndStamp> name_and_stamp(std::string_view line) {
  line = trimmed(line);
  const std::size_t space = line.find_last_of(" \t");
  if (space == std::string_view::npos || line.size() > 200) return std::nullopt;
  std::string_view stamp = line.substr(space + 1);
  const auto time = take_stamp(stamp);
  const std::string_view name = trimmed(line.substr(0, space));
  if (!time || !stamp.empty() || !could_be_name(name)) return std::nullopt;
  return NameAndStamp{name, *time};
}

void read_stamped(std::string_view text, TranscriptBuilder& out) {
  Entry entry;
  bool open = false;
  const auto close = [&] {
    if (open) out.add(std::exchange(entry, {}));
    open = false;
  };
  LineCursor lines(text);
  while (const auto line = lines.next()) {
    if (is_blank(line->text)) continue;
    if (const auto head = name_and_stamp(line->text)) {
      close();
      entry = {.speaker = std::string(head->name), .start = head->stamp, .line = line->number};
    } else {
      if (!open) entry.line = line->number;
      entry.text += entry.text.empty() ? "" : " ";
      entry.text += trimmed(line->text);
    }
    open = true;
  }
  close();
}

void read_labelled(std::string_view text, const SpeakerEvidence& evidence, TranscriptBuilder& out) {
  Entry entry;
  bool open = false;
  const auto close = [&] {
    if (open) out.add(std::exchange(entry, {}));
    open = false;
  };
  LineCursor lines(text);
  while (const auto line = lines.next()) {
    if (is_blank(line->text)) continue;
    if (const auto said = evidence.split(line->text)) {
      close();
      entry = {.speaker = std::string(said->label), .text = std::string(said->rest), .line = line->number};
    } else {
      if (!open) entry.line = line->number;
      entry.text += entry.text.empty() ? "" : " ";
      entry.text += trimmed(line->text);
    }
    open = true;
  }
  close();
}

void read_prose(std::string_view text, TranscriptBuilder& out) {
  Entry entry;
  const auto close = [&] {
    if (!entry.text.empty()) out.add(std::move(entry));
    entry = {};
  };
  LineCursor lines(text);
  while (const auto line = lines.next()) {
    if (is_blank(line->text)) {
      close();
      continue;
    }
    if (entry.text.empty()) entry.line = line->number;
    entry.text += entry.text.empty() ? "" : " ";
    entry.text += trimmed(line->text);
  }
  close();
}

}  // namespace

void read_lines(std::string_view text, std::optional<std::string_view>, TranscriptBuilder& out) {
  SpeakerEvidence evidence;
  std::size_t stamped = 0;
  std::size_t count = 0;
  LineCursor lines(text);
  while (const auto line = lines.next()) {
    if (is_blank(line->text)) continue;
    ++count;
    stamped += name_and_stamp(line->text).has_value();
    evidence.see(line->text);
  }
  if (stamped * 4 >= count && stamped > 0) {
    out.set_format("otter_txt");
    read_stamped(text, out);
  } else if (evidence.attributed()) {
    out.set_format("speaker_lines");
    read_labelled(text, evidence, out);
  } else {
    out.set_format("prose");
    read_prose(text, out);
  }
}

}  // namespace hebb
