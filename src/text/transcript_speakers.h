// Decides whether "Name: text" names a speaker. A prefix alone is no evidence ("Note: …"): the shape of a name, its
// repetition and its share of the entries are. Private to text/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hebb {

struct Labelled {
  std::string_view label;  // as a speaker's name would be, without marks around it
  std::string_view rest;   // after the colon, trimmed
};

// The label before a line's first colon, where it could be a name at all: at most 8 words, a role in brackets, 160
// bytes, a letter in it, no sentence before it, white space or nothing after the colon.
std::optional<Labelled> split_label(std::string_view line);
// With a wide name: evidence only where it comes again.
std::optional<Labelled> split_wide_label(std::string_view line);

bool could_be_name(std::string_view label);  // what split_label asks of a label
// The same, or what only its place tells: a telephone number, 'Margaret "Peggy" Olson', "Jonas | Acme", "⭐ Tom", or a
// name of up to 12 words.
bool could_be_wide_name(std::string_view label);
std::string_view bare_name(std::string_view name);  // without emoji, '~' and '_' around it
// Whether what stands before a line's colon may be somebody's name, though nothing says so: "guest: …".
// `small`: words in small letters are taken too ("guest: text").
bool begins_with_some_name(std::string_view line, bool small);
bool is_proper_name(std::string_view label);   // every word capitalised (or of a script without case), but particles
bool has_small_word(std::string_view text);    // "is", "we", "the": what no name holds, but a sentence
bool is_heading_word(std::string_view label);  // "Note", "Agenda", "Topic 1", "http" …: never a speaker
// People sit in "Room 4", call from "Phone 2" and are told apart as "Subject 3"; nobody is "Topic 1".
bool may_speak_numbered(std::string_view label);
std::string_view without_number(std::string_view label);  // "Topic 1", "Topic #1", "Topic (1)": "Topic"

// First see() every label that stands before a text and say how many entries there are, then ask.
// Thread safety: confined to one thread.
class SpeakerEvidence {
 public:
  void see(std::string_view label);
  void set_entries(std::size_t entries) { entries_ = entries; }
  void trust() { trusted_ = true; }  // someone said that the lines are "Name: text"
  bool is_speaker(std::string_view label) const;
  // "Name: text" where Name is a speaker.
  std::optional<Labelled> split(std::string_view entry) const;
  std::size_t attributed() const;  // labels seen that are speakers, each as often as it was seen
  bool comes_again(std::string_view label) const;
  std::size_t repeated() const { return repeated_; }      // labels that come again
  std::size_t seen_again() const { return seen_again_; }  // how often these were seen

 private:
  double share() const;

  std::unordered_map<std::string, std::uint32_t> counts_;
  std::size_t entries_ = 0;
  std::size_t believable_ = 0;  // entries whose label is a proper name or comes again
  std::size_t repeated_ = 0;    // labels seen at least twice
  std::size_t seen_again_ = 0;  // entries that begin with one of these
  std::size_t full_names_ = 0;  // proper names of more than one word
  bool trusted_ = false;
};

}  // namespace hebb
