// What a Roster holds. Private to recall/.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "recall/roster.h"
#include "text/placed_words.h"

namespace hebb {

using WordId = std::uint32_t;

enum class AliasKind : std::uint8_t {
  person,     // "Anna Meyer": any of the words may name
  role,       // "Project Manager", "PhD F"
  field,      // "Marketing", "User Interface": a role that does not say it is someone
  portfolio,  // "Minister of Health", in brackets behind a name
};

// One way in which a name may be called. A name has at most a few.
struct Alias {
  std::uint32_t name = 0;  // into Roster::Index::names
  AliasKind kind = AliasKind::person;
  std::vector<WordId> words;         // in order, without titles, letters behind names, and fillers
  std::optional<WordId> designator;  // the "F" of "PhD F", the "2" of "Speaker 2"
  std::optional<WordId> title;       // the "Dr" of "Dr David Blaney"
};

struct AliasPosting {
  std::uint32_t alias = 0;
  std::uint32_t position = 0;  // of the word in it
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class T>
using ByText = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;

struct Roster::Index {
  struct Name {
    std::string spelled;
    std::vector<Seat> seats;
  };

  std::vector<std::shared_ptr<const CatalogMeeting>> meetings;
  std::vector<std::uint32_t> projects;                             // per meeting
  std::vector<std::pair<MeetingId, std::uint32_t>> meeting_by_id;  // sorted
  ByText<std::uint32_t> project_ids;

  std::vector<Name> names;
  ByText<std::uint32_t> name_ids;
  std::vector<Alias> aliases;  // by name

  ByText<WordId> words;
  std::vector<std::string_view> spelling;                   // per word: its key in `words`
  std::vector<std::vector<AliasPosting>> in_aliases;        // per word
  std::vector<std::vector<std::uint32_t>> with_designator;  // per word: aliases
  std::vector<std::vector<std::uint32_t>> in_titles;        // per word: meetings, ascending
  std::vector<std::vector<WordId>> titles;                  // per meeting: its telling words, sorted, distinct
  ByText<std::vector<std::uint32_t>> initials;              // "am" -> aliases of two words or more

  std::optional<WordId> word(std::string_view text) const {
    const auto found = words.find(text);
    return found == words.end() ? std::nullopt : std::optional(found->second);
  }
};

// Words that tell a title from others; also of a question's words where they are compared with one. "kickoff" is
// "kick", "off".
std::vector<std::string> title_words(std::span<const PlacedWord> words);

}  // namespace hebb
